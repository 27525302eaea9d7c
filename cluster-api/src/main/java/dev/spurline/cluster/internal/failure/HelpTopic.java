// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.failure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A section of docs/troubleshooting.md. Which one explains a failure is decided by the part of Spurline that has thrown it,
 * and not at each of the places that throw: a new message is in the right section by the package that it stands in.
 */
public enum HelpTopic {
    /** Settings, their sources, placeholders and guards. */
    SETTINGS(
            "settings",
            "dev.spurline.settings",
            "dev.spurline.internal.settings",
            "dev.spurline.junit.internal.KeepPolicy"),
    /** Which cluster, and how it is reached. */
    CLUSTER(
            "reaching-the-cluster",
            "dev.spurline.internal.connect",
            "dev.spurline.internal.kubeconfig",
            "dev.spurline.internal.provider",
            "dev.spurline.internal.tunnel",
            "dev.spurline.cluster.ClusterProvider"),
    /** What a spec asks for and a workload does not allow. */
    FORKS("what-cannot-be-forked", "dev.spurline.internal.plan"),
    /** Routes that others have, the mesh, and what a route cannot say. */
    ROUTES(
            "mesh-and-routes",
            "dev.spurline.internal.routing",
            "dev.spurline.internal.plan.HiddenCallers",
            "dev.spurline.internal.plan.IstioInstallation",
            "dev.spurline.internal.plan.RouteKeys",
            "dev.spurline.internal.plan.TrafficControllerGuard",
            "dev.spurline.internal.plan.UnroutedFork",
            "dev.spurline.internal.live.CallerEnvoys"),
    /** What the ServiceAccount may do, and what admission changes or refuses. */
    RIGHTS(
            "rights-and-admission",
            "dev.spurline.internal.preflight",
            "dev.spurline.internal.anchor.Anchor",
            "dev.spurline.internal.apply",
            "dev.spurline.internal.engine.ClusterEngine",
            "dev.spurline.internal.reading",
            "dev.spurline.internal.watch"),
    /** Refusals that are told together. */
    SEVERAL("several-things-at-once", "dev.spurline.internal.work.Refusals"),
    /** Forks that do not become ready. */
    READINESS("a-fork-does-not-become-ready", "dev.spurline.internal.ready"),
    /** Routes that no proxy takes up. */
    LIVENESS("routes-do-not-become-live", "dev.spurline.internal.live"),
    /** Where requests of a test go in. */
    ENTRY("where-requests-go-in", "dev.spurline.internal.entry", "dev.spurline.internal.explain"),
    /** Requests that are compared with the baseline. */
    COMPARISON("comparing-with-the-baseline", "dev.spurline.internal.compare"),
    /** Runs of forked CronJobs. */
    JOBS("runs-of-cronjobs", "dev.spurline.internal.jobs"),
    /** What could not be removed. */
    REMOVAL("what-could-not-be-removed", "dev.spurline.internal.undo"),
    /** Sandboxes that are closed, lost or interrupted. */
    LIFE(
            "the-end-of-a-sandbox",
            "dev.spurline.internal.anchor",
            "dev.spurline.internal.corridor",
            "dev.spurline.internal.engine",
            "dev.spurline.internal.follow",
            "dev.spurline.internal.report",
            "dev.spurline.junit.internal.HandedSandbox"),
    /** Annotations and builders in the wrong place, or not there. */
    DECLARATIONS("annotations-and-builders", "dev.spurline.junit"),
    /** What cannot be injected. */
    INJECTION(
            "injection",
            "dev.spurline.junit.internal.ClientPlace",
            "dev.spurline.junit.internal.InjectionCheck",
            "dev.spurline.junit.internal.InjectionRequest",
            "dev.spurline.junit.internal.SandboxLifetimes",
            "dev.spurline.junit.internal.ValueInjection"),
    /** Tests that proved nothing. */
    EVIDENCE("no-request-reached-the-fork", "dev.spurline.junit.internal.EvidenceJudge", "dev.spurline.internal.trace"),
    /** A dry run where it must not be. */
    DRY_RUN("dry-run", "dev.spurline.junit.internal.SandboxLifetime"),
    /** A JUnit that is too old. */
    JUNIT("the-version-of-junit", "dev.spurline.junit.internal.JUnitFloor"),
    /** The embedded cluster and its blueprints. */
    EMBEDDED_CLUSTER(
            "the-embedded-cluster",
            "dev.spurline.embedded",
            "dev.spurline.cluster",
            "dev.spurline.junit.internal.RunEngines");

    private static final String PAGE = "docs/troubleshooting.md";

    private static final Map<String, HelpTopic> BY_THROWER = Stream.of(values())
            .flatMap(topic -> topic.throwers.stream().map(thrower -> Map.entry(thrower, topic)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String anchor;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
    private final List<String> throwers;

    /** Takes the heading's anchor, and the packages and classes that throw; of two that fit, the longer name decides. */
    HelpTopic(String anchor, String... throwers) {
        this.anchor = anchor;
        this.throwers = List.of(throwers);
    }

    /** Returns the anchor of its heading. */
    public String anchor() {
        return anchor;
    }

    /** Returns the packages and classes that throw. */
    public List<String> throwers() {
        return throwers;
    }

    /** Returns where it is explained, as a path of the repository. */
    public String address() {
        return PAGE + "#" + anchor;
    }

    /** Returns that of failures which a class throws; empty for classes that are not Spurline's or throw none. */
    public static Optional<HelpTopic> of(String className) {
        return BY_THROWER.entrySet().stream()
                .filter(known -> isIn(className, known.getKey()))
                .max(Comparator.comparingInt(known -> known.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static boolean isIn(String className, String prefix) {
        return className.startsWith(prefix)
                && (className.length() == prefix.length() || ".$".indexOf(className.charAt(prefix.length())) >= 0);
    }

    /** Returns a message of a failure with the address of its topic as last line, for {@link Throwable#getLocalizedMessage}. */
    public static @Nullable String withAddress(@Nullable String message, Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .findFirst()
                .flatMap(HelpTopic::of)
                .map(topic -> "%s%nSee %s".formatted(message, topic.address()))
                .orElse(message);
    }
}

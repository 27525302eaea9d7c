// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Permissions that every sandbox requires. Optional ones are checked where they are used; without them Spurline warns and
 * goes on.
 */
final class RequiredRights {

    private static final List<AccessRight> ALWAYS = Stream.of(
                    on("", "configmaps", "create", "delete", "list"),
                    on("", "services", "create", "delete", "list", "watch"),
                    on("", "pods", "list", "watch"),
                    on("", "pods/status", "patch"),
                    // A GET that becomes a WebSocket; since Kubernetes 1.35 it takes both.
                    on("", "pods/portforward", "create", "get"),
                    // Whose anchor holds lives: counted, and left alone by a sweep.
                    on("batch", "jobs", "list"),
                    on("apps", "deployments", "create", "delete", "list", "watch"),
                    on("discovery.k8s.io", "endpointslices", "list", "watch"))
            .flatMap(List::stream)
            .toList();

    private static final List<AccessRight> ANCHOR = on("batch", "jobs", "create", "delete", "patch", "watch");

    /** Who joins a sandbox of a run, or leaves it, changes its records. */
    static final List<AccessRight> SHARED = on("", "configmaps", "patch");

    private RequiredRights() {}

    /** Returns what every sandbox needs in a namespace where it has objects. */
    static List<AccessRight> of(boolean anchored) {
        return anchored ? Stream.concat(ALWAYS.stream(), ANCHOR.stream()).toList() : ALWAYS;
    }

    /** Returns what a plan needs in a namespace beside that: to make, to find and to remove its other objects. */
    static List<AccessRight> of(SandboxPlan plan, String namespace) {
        return plan.steps().stream()
                .map(PlanStep::object)
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .flatMap(object -> of(object).stream())
                .distinct()
                .toList();
    }

    /** Returns what an object needs to be made, found and removed. */
    static List<AccessRight> of(HasMetadata object) {
        if (object instanceof Job) {
            // Its end shows in its status.
            return on("batch", "jobs", "create", "delete", "list", "watch");
        }
        String version = object.getApiVersion();
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return CustomKind.of(object)
                .map(RequiredRights::of)
                .orElseGet(() -> object instanceof GenericKubernetesResource
                        ? List.of()
                        : of(group, HasMetadata.getPlural(object.getClass())));
    }

    /** Returns what objects of a kind need that are made, found and removed, and neither changed nor watched. */
    static List<AccessRight> of(String group, String plural) {
        return on(group, plural, "create", "delete", "list");
    }

    /** Returns what routes of a kind need in a namespace where the sandbox has nothing else. */
    static List<AccessRight> ofRoutes(CustomKind kind, boolean anchored) {
        return Stream.concat(of(anchored).stream(), of(kind).stream()).toList();
    }

    /** Whether a route is accepted shows in its status; a foreign change is followed by a patch. */
    private static List<AccessRight> of(CustomKind kind) {
        return kind.is(CustomKind.Role.ROUTE)
                ? on(kind.group(), kind.plural(), "create", "delete", "list", "patch", "watch")
                : of(kind.group(), kind.plural());
    }

    private static List<AccessRight> on(String group, String resource, String... verbs) {
        return Arrays.stream(verbs)
                .map(verb -> new AccessRight(verb, group, resource))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.Settings;
import dev.spurline.internal.entry.EntryChoice;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/** Tells what a plan says of the fork of one workload. */
final class ForkFacts {

    private final SandboxPlan plan;
    private final PlannedFork fork;
    private final Settings settings;
    private final List<String> services;
    private final String subject;

    ForkFacts(SandboxPlan plan, PlannedFork fork, Settings settings, List<String> services) {
        this.plan = plan;
        this.fork = fork;
        this.settings = settings;
        this.services = services;
        this.subject = "Fork of %s, by Service %s".formatted(fork.workload(), services);
    }

    /** Tells what the fork runs, and where requests to it go in. */
    void tellForkAndEntries(EntryChoice entries, ReportDraft draft) {
        draft.found(subject, image());
        services.forEach(service -> draft.found(subject, entries.sentence(fork.namespace(), service)));
    }

    /** Returns how the Services of a plan are routed, and why so and not otherwise; values of secrets may be in it. */
    static List<String> routes(SandboxPlan plan) {
        return plan.explanations().stream()
                .map(lines -> RehearsedKey.hide(plan, String.join("\n- ", lines)))
                .toList();
    }

    void tell(EntryChoice entries, ReportDraft draft) {
        draft.found(subject, image());
        routes(plan).forEach(line -> draft.found(subject, clean(line)));
        services.forEach(service -> {
            draft.found(subject, clean(entries.sentence(fork.namespace(), service)));
            Optional.ofNullable(plan.entryWarnings().get(service))
                    .ifPresent(warning -> draft.found(subject, clean(warning)));
        });
        plan.gatewayWarnings().values().forEach(warning -> draft.found(subject, clean(warning)));
        plan.warnings().stream()
                .filter(warning -> !plan.standing().contains(warning))
                .forEach(warning -> draft.found(subject, clean(warning)));
        plan.standing().forEach(warning -> draft.foundOnce(standing(warning), clean(warning)));
    }

    private String standing(String warning) {
        if (plan.callersWithoutProxy().contains(warning)) {
            return "Callers without a proxy";
        }
        return plan.withoutRights().contains(warning) ? "Rights that are welcome" : "Warnings";
    }

    private String image() {
        String image = container().map(Container::getImage).orElse("");
        return Setting.IMAGE
                .of(fork.workload().name())
                .given(settings)
                .map(given -> "Image [%s] by %s".formatted(image, given.source()))
                .orElseGet(() -> "Image [%s] of container [%s], as %s"
                        .formatted(
                                image,
                                fork.container(),
                                plan.baselineImage(fork).filter(image::equals).isPresent()
                                        ? "its baseline runs"
                                        : "its fork asks for it"));
    }

    private Optional<Container> container() {
        return deployment(plan, fork).stream()
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(fork.container()))
                .findFirst();
    }

    /** Returns the Deployment that would run a fork. */
    static Optional<Deployment> deployment(SandboxPlan plan, PlannedFork fork) {
        return plan.steps().stream()
                .map(step -> step.object())
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(object -> object.getMetadata().getName().equals(fork.name()))
                .findFirst();
    }

    /** No sandbox has this key. */
    private String clean(String sentence) {
        return RehearsedKey.hide(plan, plan.mask().clean(sentence));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds, among the sandboxes that live, those with the labels that somebody asks for. A pure function. */
public final class SandboxMatch {

    private final Survey survey;
    private final List<ConfigMap> living;

    /**
     * Prepares to look.
     *
     * @param own the key of the sandbox that is to join others
     * @param survey what was read of its namespaces
     * @param living the records there of sandboxes that live
     */
    public SandboxMatch(RoutingKey own, Survey survey, List<ConfigMap> living) {
        this.survey = survey;
        this.living = living.stream()
                .filter(record -> !own.value().equals(SpurlineLabels.on(record, SpurlineLabels.SANDBOX)))
                .toList();
    }

    /**
     * Returns the records of the sandboxes that have all labels of an entry.
     *
     * @param asked the entries
     * @throws PreflightException if there is none for an entry, or one does not tell how its forks are reached
     */
    public List<ConfigMap> of(List<SandboxLabels> asked) {
        Set<ConfigMap> found = new LinkedHashSet<>();
        for (SandboxLabels labels : asked) {
            List<ConfigMap> having = living.stream()
                    .filter(record -> SandboxLabels.on(record).have(labels))
                    .filter(record -> unusable(record).isEmpty())
                    .toList();
            if (having.isEmpty()) {
                throw none(labels);
            }
            found.addAll(having);
        }
        found.forEach(SandboxMatch::recorded);
        return List.copyOf(found);
    }

    /**
     * Returns what the record of a sandbox tells.
     *
     * @throws PreflightException if it tells nothing
     */
    public static RecordedSandbox recorded(ConfigMap record) {
        return RecordedSandbox.in(record)
                .orElseThrow(() -> new PreflightException(
                        "The forks of %s cannot be joined: ConfigMap [%s/%s] does not tell how they are reached. Either that sandbox has another namespace for its own, or another version of Spurline has opened it. Join by labels that it does not have"
                                .formatted(
                                        ForeignSandbox.title(record),
                                        record.getMetadata().getNamespace(),
                                        record.getMetadata().getName())));
    }

    private PreflightException none(SandboxLabels labels) {
        return new PreflightException(
                "No sandbox has the labels [%s]. Living in %s: %s. Open it first with %s=%1$s, or join by the labels of another one"
                        .formatted(
                                labels.text(),
                                survey.read(),
                                living.isEmpty()
                                        ? "none"
                                        : living.stream()
                                                .map(this::described)
                                                .sorted()
                                                .collect(Collectors.joining(", ")),
                                Setting.SANDBOX_LABELS.key()));
    }

    private String described(ConfigMap record) {
        String labels = SandboxLabels.on(record).text();
        return "[%s] of [%s] %s%s"
                .formatted(
                        SpurlineLabels.on(record, SpurlineLabels.SANDBOX),
                        RecordedSandbox.owner(record),
                        labels.isEmpty() ? "without labels" : "with [%s]".formatted(labels),
                        unusable(record).map(", which "::concat).orElse(""));
    }

    /** Returns why a sandbox that lives has no forks to be joined. */
    private Optional<String> unusable(ConfigMap record) {
        RoutingKey key = new RoutingKey(SpurlineLabels.on(record, SpurlineLabels.SANDBOX));
        boolean kept = record.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getName().endsWith(SpurlineLabels.keptAnchor(key)));
        if (kept) {
            return Optional.of("is kept after its tests");
        }
        boolean routed =
                RecordedSandbox.in(record).filter(RecordedSandbox::routed).isPresent();
        return routed && !hasRoutes(key)
                ? Optional.of("has no routes: it is being opened or closed, or is stale")
                : Optional.empty();
    }

    private boolean hasRoutes(RoutingKey key) {
        return CustomKind.of(CustomKind.Role.ROUTE).stream()
                .flatMap(kind -> survey.all(kind).stream())
                .anyMatch(route -> SandboxRoute.isOf(route, key));
    }
}

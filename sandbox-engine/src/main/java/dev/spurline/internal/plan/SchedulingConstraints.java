// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Drops rules that keep pods of one workload apart: one pod beside the baseline could break them or be stuck by them. */
final class SchedulingConstraints {

    private final ForkDraft draft;
    private final Map<String, String> labels;

    SchedulingConstraints(ForkDraft draft) {
        this.draft = draft;
        this.labels = draft.baseline().podLabels();
    }

    void apply() {
        dropAntiAffinity();
        dropTopologySpread();
    }

    private void dropAntiAffinity() {
        Optional.ofNullable(draft.pod().getAffinity())
                .flatMap(affinity -> Optional.ofNullable(affinity.getPodAntiAffinity()))
                .ifPresent(this::drop);
    }

    private void drop(PodAntiAffinity rules) {
        boolean required = rules.getRequiredDuringSchedulingIgnoredDuringExecution()
                .removeIf(term -> own(term.getLabelSelector()));
        boolean preferred = rules.getPreferredDuringSchedulingIgnoredDuringExecution()
                .removeIf(term -> own(term.getPodAffinityTerm().getLabelSelector()));
        if (required || preferred) {
            draft.noteChange("anti-affinity to the baseline's pods dropped, because the fork may run beside them");
        }
    }

    private void dropTopologySpread() {
        Predicate<TopologySpreadConstraint> own = constraint -> own(constraint.getLabelSelector());
        if (draft.pod().getTopologySpreadConstraints().removeIf(own)) {
            draft.noteChange("topology spread over the baseline's pods dropped, because the fork is one pod");
        }
    }

    private boolean own(@Nullable LabelSelector selector) {
        return selector != null && PodSelector.of(selector).selects(labels);
    }
}

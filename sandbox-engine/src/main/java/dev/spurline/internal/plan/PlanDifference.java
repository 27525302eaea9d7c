// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be written so that the objects of one plan become those of a later one. A fork stays as it is: only what leads
 * to it follows.
 *
 * @param made objects that are new, in the order of their waves and turns
 * @param changed objects that are different now, in the same order
 * @param gone objects that are no longer wanted, in reverse order
 */
public record PlanDifference(List<PlanStep> made, List<PlanStep> changed, List<PlanStep> gone) {

    private static final Comparator<PlanStep> ORDER =
            Comparator.comparing(PlanStep::wave).thenComparing(PlanStep::turn);

    /** Copies the lists. */
    public PlanDifference {
        made = List.copyOf(made);
        changed = List.copyOf(changed);
        gone = List.copyOf(gone);
    }

    /**
     * Compares.
     *
     * @param have the steps that were performed
     * @param want the steps of the later plan
     */
    public static PlanDifference between(Collection<PlanStep> have, Collection<PlanStep> want) {
        Map<String, PlanStep> before = byName(have);
        Map<String, PlanStep> after = byName(want);
        List<PlanStep> made = new ArrayList<>();
        List<PlanStep> changed = new ArrayList<>();
        after.forEach((name, step) -> {
            PlanStep known = before.get(name);
            if (known == null) {
                made.add(step);
            } else if (!same(known.object(), step.object())) {
                changed.add(step);
            }
        });
        List<PlanStep> gone = new ArrayList<>();
        before.forEach((name, step) -> {
            if (!after.containsKey(name)) {
                gone.add(step);
            }
        });
        made.sort(ORDER);
        changed.sort(ORDER);
        gone.sort(ORDER);
        Collections.reverse(gone);
        return new PlanDifference(made, changed, gone);
    }

    private static Map<String, PlanStep> byName(Collection<PlanStep> steps) {
        Map<String, PlanStep> named = new LinkedHashMap<>();
        steps.stream()
                .filter(step -> step.wave() != Wave.WORKLOAD && step.wave() != Wave.RUN)
                .forEach(step -> named.put(name(step.object()), step));
        return named;
    }

    private static String name(HasMetadata object) {
        String version = object.getApiVersion();
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return "%s/%s %s/%s"
                .formatted(
                        group,
                        object.getKind(),
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName());
    }

    private static boolean same(HasMetadata one, HasMetadata other) {
        return one == other || JsonTrees.tree(one).equals(JsonTrees.tree(other));
    }

    /** Returns whether nothing is to be written. */
    public boolean none() {
        return made.isEmpty() && changed.isEmpty() && gone.isEmpty();
    }
}

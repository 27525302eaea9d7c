// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.plan.WorkloadPods;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells which workloads are behind Services: those with ready pods that the Service selects. */
final class WorkloadsBehind {

    private final Map<String, List<Pod>> pods;

    WorkloadsBehind(Survey survey) {
        this.pods = WorkloadPods.readyWithForks(survey);
    }

    /** Returns whether its pods say where a Service leads: others have endpoints that are not read. */
    static boolean areKnown(Service service) {
        return !selector(service).isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    private static Map<String, String> selector(Service service) {
        return Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
    }

    /**
     * Returns the workloads, as {@code namespace/workload}.
     *
     * @param subset labels that the pods have besides
     */
    List<String> workloads(Service service, Map<String, String> subset) {
        return pods.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(pod -> isBehind(pod, service, subset)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isBehind(Pod pod, Service service, Map<String, String> subset) {
        Map<String, String> labels = ObjectLabels.labels(pod);
        return pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
                && labels.entrySet().containsAll(selector(service).entrySet())
                && labels.entrySet().containsAll(subset.entrySet());
    }
}

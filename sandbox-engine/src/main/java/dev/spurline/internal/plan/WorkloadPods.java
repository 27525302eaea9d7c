// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The ready pods, by the workload that runs them. */
public final class WorkloadPods {

    private final Survey survey;

    private WorkloadPods(Survey survey) {
        this.survey = survey;
    }

    /** Returns the pods that are no fork's, by {@code namespace/workload}. */
    static Map<String, List<Pod>> ready(Survey survey) {
        return ready(survey, pod -> !SpurlineLabels.ofSandbox(pod));
    }

    /** Returns all, those of forks too, by {@code namespace/workload}. */
    public static Map<String, List<Pod>> readyWithForks(Survey survey) {
        return ready(survey, pod -> true);
    }

    private static Map<String, List<Pod>> ready(Survey survey, Predicate<Pod> wanted) {
        WorkloadPods workloads = new WorkloadPods(survey);
        Map<String, List<Pod>> pods = new TreeMap<>();
        survey.pods().stream()
                .filter(wanted)
                .filter(WorkloadPods::ready)
                .forEach(pod -> pods.computeIfAbsent(workloads.title(pod), name -> new ArrayList<>())
                        .add(pod));
        return pods;
    }

    private String title(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + workload(pod);
    }

    private static boolean ready(Pod pod) {
        if (pod.getStatus() == null || pod.getMetadata().getDeletionTimestamp() != null) {
            return false;
        }
        Optional<PodCondition> ready = pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
        return ready.map(condition -> condition.getStatus().equals("True"))
                .orElseGet(() -> !pod.getStatus().getContainerStatuses().isEmpty()
                        && pod.getStatus().getContainerStatuses().stream()
                                .map(ContainerStatus::getReady)
                                .allMatch(Boolean.TRUE::equals));
    }

    private String workload(Pod pod) {
        Optional<OwnerReference> owner = owner(pod.getMetadata().getOwnerReferences());
        if (owner.isEmpty()) {
            return pod.getMetadata().getName();
        }
        return owner.filter(reference -> reference.getKind().equals("ReplicaSet"))
                .flatMap(reference -> replicaSet(pod.getMetadata().getNamespace(), reference.getName()))
                .flatMap(set -> owner(set.getMetadata().getOwnerReferences()))
                .map(OwnerReference::getName)
                .orElseGet(() -> withoutHash(owner.get()));
    }

    private static String withoutHash(OwnerReference owner) {
        return owner.getKind().equals("ReplicaSet") ? owner.getName().replaceAll("-[^-]+$", "") : owner.getName();
    }

    private Optional<ReplicaSet> replicaSet(String namespace, String name) {
        return survey.replicaSets().stream()
                .filter(set -> set.getMetadata().getNamespace().equals(namespace)
                        && set.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static Optional<OwnerReference> owner(List<OwnerReference> owners) {
        return owners.stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}

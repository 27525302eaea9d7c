/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.MeshSigns;
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
import java.util.Set;
import java.util.TreeMap;

/** Finds the workloads whose proxies may call a fork, as far as a survey can tell: all with a proxy and a ready pod. */
final class Callers {

    private final Survey survey;

    Callers(Survey survey) {
        this.survey = survey;
    }

    /**
     * Returns the callers.
     *
     * @param named those to take, as {@code workload} or {@code namespace/workload}; none takes all that are found
     * @param forked workloads, as {@code namespace/name}, to take only if there is nobody else
     */
    List<Caller> find(List<String> named, Set<String> forked) {
        List<Caller> all = all();
        if (!named.isEmpty()) {
            return all.stream()
                    .filter(caller -> named.contains(title(caller))
                            || (caller.namespace().equals(survey.namespace()) && named.contains(caller.workload())))
                    .toList();
        }
        List<Caller> others =
                all.stream().filter(caller -> !forked.contains(title(caller))).toList();
        return others.isEmpty() ? all : others;
    }

    private static String title(Caller caller) {
        return caller.namespace() + "/" + caller.workload();
    }

    private List<Caller> all() {
        List<Pod> ready = survey.pods().stream()
                .filter(pod -> !Labels.ofSandbox(pod))
                .filter(Callers::ready)
                .toList();
        List<Pod> meshed = ready.stream().filter(MeshSigns::meshed).toList();
        Map<String, List<String>> pods = new TreeMap<>();
        (meshed.isEmpty() ? ready : meshed)
                .forEach(pod -> pods.computeIfAbsent(
                                pod.getMetadata().getNamespace() + "/" + workload(pod), name -> new ArrayList<>())
                        .add(pod.getMetadata().getName()));
        return pods.entrySet().stream()
                .map(entry -> new Caller(
                        entry.getKey().substring(0, entry.getKey().indexOf('/')),
                        entry.getKey().substring(entry.getKey().indexOf('/') + 1),
                        entry.getValue()))
                .toList();
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

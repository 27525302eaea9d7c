// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.MeshRequest;
import dev.spurline.internal.plan.WorkloadPods;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The workload whose proxy decides about a request.
 *
 * @param namespace where it is
 * @param workload its name; empty: any there
 * @param pod one of its ready pods; empty if none was read
 * @param gateways the Gateways whose proxy it is, as {@code namespace/name}; only {@code mesh} for the proxy of a pod
 */
record RuleCaller(String namespace, Optional<String> workload, Optional<Pod> pod, Set<String> gateways) {

    /** What Istio calls the proxies of pods, in lists of gateways. */
    static final String MESH = "mesh";

    RuleCaller {
        gateways = Set.copyOf(gateways);
    }

    /**
     * Finds the caller.
     *
     * @param home the namespace of a caller of which nothing is said
     */
    static RuleCaller of(MeshRequest request, String home, Survey survey) {
        String text = request.caller().orElse(home);
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? text : text.substring(0, slash);
        Optional<String> workload = slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1));
        Optional<Pod> pod = workload.flatMap(
                name -> WorkloadPods.readyWithForks(survey).getOrDefault(namespace + "/" + name, List.of()).stream()
                        .findFirst());
        return new RuleCaller(namespace, workload, pod, Set.of(MESH));
    }

    /** Returns the same as the proxy of some Gateways. */
    RuleCaller at(Set<String> names) {
        return new RuleCaller(namespace, workload, pod, names);
    }

    /** Returns the labels of its pods; empty if none was read. */
    Optional<Map<String, String>> labels() {
        return pod.map(ObjectLabels::labels);
    }

    /** Returns whether its pods are known to have no proxy of the mesh. */
    boolean lacksProxy(Survey survey) {
        return pod.filter(found -> !MeshSigns.proxied(survey.mesh(), found) && !MeshSigns.proxyAlone(found))
                .isPresent();
    }

    /** Returns namespace and workload, as in messages. */
    @Override
    public String toString() {
        return workload.map(name -> "[%s/%s]".formatted(namespace, name)).orElseGet(() -> "[%s]".formatted(namespace));
    }
}

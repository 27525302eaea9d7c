// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the workloads whose pods have no proxy of the mesh, so that nothing routes what they send. */
final class MissingProxies {

    private static final int NAMED = 10;

    private final Survey survey;
    private final Map<String, List<Pod>> pods;

    MissingProxies(Survey survey) {
        this.survey = survey;
        this.pods = survey.mesh() == ServiceMesh.ISTIO || survey.mesh() == ServiceMesh.LINKERD
                ? WorkloadPods.ready(survey)
                : Map.of();
    }

    /** Returns a sentence for each namespace that has such workloads. */
    List<String> warnings() {
        Map<String, List<String>> workloads = new TreeMap<>();
        pods.keySet().stream()
                .filter(this::missesProxy)
                .forEach(title -> workloads
                        .computeIfAbsent(title.substring(0, title.indexOf('/')), namespace -> new ArrayList<>())
                        .add(title.substring(title.indexOf('/') + 1)));
        return workloads.entrySet().stream()
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns whether a workload has pods, and one of them has no proxy. */
    boolean of(String namespace, String workload) {
        return missesProxy(namespace + "/" + workload);
    }

    private boolean missesProxy(String title) {
        return pods.getOrDefault(title, List.of()).stream()
                .anyMatch(pod -> !MeshSigns.proxied(survey.mesh(), pod) && !MeshSigns.proxyAlone(pod));
    }

    private String sentence(String namespace, List<String> workloads) {
        return "Callers without a proxy of %s in namespace [%s]: [%s]%s. What they send reaches the baseline, whatever key it carries; if one of them is on the way to a fork, %s, and restart it"
                .formatted(
                        mesh(),
                        namespace,
                        String.join(", ", workloads.subList(0, Math.min(NAMED, workloads.size()))),
                        workloads.size() > NAMED ? " and %d more".formatted(workloads.size() - NAMED) : "",
                        cure(namespace));
    }

    /** Returns whether a namespace is known to want a mesh to give its pods proxies. */
    static boolean asks(ServiceMesh mesh, String namespace, Survey survey) {
        return survey.namespaces().stream()
                .filter(found -> found.getMetadata().getName().equals(namespace))
                .anyMatch(found -> MeshSigns.asksForProxies(mesh, found));
    }

    private String cure(String namespace) {
        if (asks(survey.mesh(), namespace, survey)) {
            return "let its pods not opt out of what the namespace asks for";
        }
        return survey.mesh() == ServiceMesh.LINKERD
                ? "annotate the namespace linkerd.io/inject=enabled"
                : "label the namespace istio-injection=enabled";
    }

    /** Returns the name of the mesh, for messages. */
    String mesh() {
        return survey.mesh() == ServiceMesh.LINKERD ? "Linkerd" : "Istio";
    }
}

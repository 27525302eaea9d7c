// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.IstioPorts;
import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the workloads that send what they have for a port of a forked Service around their proxy. */
final class SkippingCallers {

    /** What lists such ports, by the mesh whose proxies heed it. */
    private static final Map<ServiceMesh, String> SKIPS = Map.of(
            ServiceMesh.LINKERD, "config.linkerd.io/skip-outbound-ports",
            ServiceMesh.ISTIO, "traffic.sidecar.istio.io/excludeOutboundPorts");

    private final Survey survey;
    private final Map<String, List<Pod>> pods;

    SkippingCallers(Survey survey) {
        this.survey = survey;
        this.pods = SKIPS.containsKey(survey.mesh()) ? WorkloadPods.ready(survey) : Map.of();
    }

    /** Returns a sentence for each port that is skipped so. */
    List<String> warnings(List<Service> services) {
        List<String> warnings = new ArrayList<>();
        ServicePorts ports = new ServicePorts(survey.mesh());
        services.forEach(service -> ports.of(service).stream()
                .filter(ServicePorts.Port::http)
                .forEach(port -> warning(service, port.number()).ifPresent(warnings::add)));
        return warnings;
    }

    private Optional<String> warning(Service service, int port) {
        List<String> skipping = pods.entrySet().stream()
                .filter(workload -> workload.getValue().stream().anyMatch(pod -> skips(pod, port)))
                .map(Map.Entry::getKey)
                .toList();
        return skipping.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Callers that send requests to port [%d] of Service [%s/%s] around their proxy: [%s]. They reach the baseline, whatever key they carry; if one of them is on the way to a fork, give its pods %s without the port, and restart it"
                                .formatted(
                                        port,
                                        service.getMetadata().getNamespace(),
                                        service.getMetadata().getName(),
                                        String.join(", ", skipping),
                                        SKIPS.get(survey.mesh())));
    }

    private boolean skips(Pod pod, int port) {
        return survey.mesh() == ServiceMesh.LINKERD
                ? MeshSigns.linkerdProxy(pod) && LinkerdPorts.skipsOutbound(pod, port)
                : MeshSigns.istioSidecar(pod) && IstioPorts.skipsOutbound(pod, port);
    }
}

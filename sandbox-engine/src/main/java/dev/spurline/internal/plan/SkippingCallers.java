// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.cluster.internal.istio.IstioCapture.Setting;
import dev.spurline.internal.routing.RouteGuard;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.IstioPorts;
import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the workloads that send what they have for a port of a forked Service around their proxy. */
final class SkippingCallers {

    private final Survey survey;
    private final Map<String, List<Pod>> pods;

    SkippingCallers(Survey survey) {
        this.survey = survey;
        this.pods = survey.mesh() == ServiceMesh.LINKERD || survey.mesh() == ServiceMesh.ISTIO
                ? WorkloadPods.ready(survey)
                : Map.of();
    }

    /** Returns a sentence for each port that is skipped so, and for each way to skip it. */
    List<String> warnings(List<Service> services) {
        ServicePorts ports = new ServicePorts(survey.mesh());
        return services.stream()
                .filter(service -> RouteGuard.unrouted(service).isEmpty())
                .flatMap(service -> ports.of(service).stream()
                        .filter(ServicePorts.Port::http)
                        .flatMap(port -> warnings(service, port.number()).stream()))
                .toList();
    }

    private List<String> warnings(Service service, int port) {
        Map<String, List<String>> skipping = new TreeMap<>();
        pods.forEach((workload, running) -> running.stream()
                .flatMap(pod -> cure(pod, service, port).stream())
                .findFirst()
                .ifPresent(cure -> skipping.computeIfAbsent(cure, first -> new ArrayList<>())
                        .add(workload)));
        return skipping.entrySet().stream()
                .map(entry -> sentence(service, port, entry.getValue(), entry.getKey()))
                .toList();
    }

    private static String sentence(Service service, int port, List<String> workloads, String cure) {
        return "Callers that send requests to port [%d] of Service [%s/%s] around their proxy: [%s]. They reach the baseline, whatever key they carry; if one of them is on the way to a fork, give its pods %s, and restart it"
                .formatted(
                        port,
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName(),
                        String.join(", ", workloads),
                        cure);
    }

    /** Returns what a pod needs whose proxy does not see what it sends to the port; empty if it sees it. */
    private Optional<String> cure(Pod pod, Service service, int port) {
        if (survey.mesh() == ServiceMesh.LINKERD) {
            return MeshSigns.linkerdProxy(pod) && LinkerdPorts.skipsOutbound(pod, port)
                    ? Optional.of("config.linkerd.io/skip-outbound-ports without the port")
                    : Optional.empty();
        }
        List<String> addresses = addresses(service);
        return MeshSigns.istioSidecar(pod)
                ? IstioPorts.outbound(pod, port, addresses).map(setting -> cure(setting, addresses))
                : Optional.empty();
    }

    private static String cure(Setting setting, Collection<String> addresses) {
        return switch (setting) {
            case INTERCEPTION_MODE -> "%s [REDIRECT]".formatted(setting.annotation());
            case EXCLUDED_OUTBOUND_RANGES ->
                "%s without the Service's address %s".formatted(setting.annotation(), addresses);
            case INCLUDED_OUTBOUND_RANGES ->
                "%s with the Service's address %s, or %s with the port"
                        .formatted(setting.annotation(), addresses, Setting.INCLUDED_OUTBOUND_PORTS.annotation());
            default -> "%s without the port".formatted(setting.annotation());
        };
    }

    /** A pod's rules see the address that its program connects to: that of the Service. */
    private static List<String> addresses(Service service) {
        List<String> all = service.getSpec().getClusterIPs();
        return all == null || all.isEmpty()
                ? List.of(Objects.requireNonNullElse(service.getSpec().getClusterIP(), ""))
                : all;
    }
}

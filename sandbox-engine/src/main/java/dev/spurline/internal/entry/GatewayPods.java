// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.internal.preflight.AccessRight;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.tunnel.PodPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The pods of a Gateway that open one of its ports, as they are when somebody asks. */
final class GatewayPods {

    private final GatewayObjects objects;
    private final Set<String> namespaces;
    private final Map<String, Set<AccessRight>> missing;
    private final Map<String, String> labels;
    private final GatewayChoice choice;
    private final GatewayWay way;
    private final Map<String, List<Service>> services = new ConcurrentHashMap<>();

    /**
     * Prepares to look for them.
     *
     * @param namespaces where, in this order
     * @param missing the rights that are missing in further namespaces in which they may be
     * @param labels by which labels
     * @param way the way that needs them
     */
    GatewayPods(
            GatewayObjects objects,
            Set<String> namespaces,
            Map<String, Set<AccessRight>> missing,
            Map<String, String> labels,
            GatewayChoice choice,
            GatewayWay way) {
        this.objects = objects;
        this.namespaces = namespaces;
        this.missing = missing;
        this.labels = labels;
        this.choice = choice;
        this.way = way;
    }

    /** Returns the port of a ready pod. */
    PodPort port() {
        return namespaces.stream()
                .flatMap(namespace -> objects.readyPods(namespace, labels).stream())
                .findFirst()
                .map(this::port)
                .orElseThrow(this::none);
    }

    private SandboxException none() {
        String pods =
                "pod of Gateway [%s], which has labels %s,".formatted(way.lead().gateway(), labels);
        String seen = "no ready %s is in namespaces %s".formatted(pods, namespaces);
        if (missing.isEmpty()) {
            return choice.refused(
                    seen,
                    "Repair its workload, or give its pods these labels, and if they are elsewhere, name it with spurline.gateways=<namespace>/<workload>");
        }
        return choice.withoutRights(
                missing,
                namespaces.isEmpty() ? "no %s can be looked for: ".formatted(pods) : seen + ", and ",
                "where its pods are");
    }

    /** A Gateway names the ports of the Service in front of its pods (buildGatewayListeners in gateway.go of Istio). */
    private PodPort port(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        int number = services.computeIfAbsent(namespace, objects::services).stream()
                .filter(service -> selects(service, pod))
                .flatMap(service -> service.getSpec().getPorts().stream())
                .filter(port -> port.getPort() == way.listener().port())
                .map(port -> TargetPort.of(pod, port))
                .findFirst()
                .orElse(way.listener().port());
        return new PodPort(namespace, pod.getMetadata().getName(), number);
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && ObjectLabels.labels(pod).entrySet().containsAll(selector.entrySet());
    }
}

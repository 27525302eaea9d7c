// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.proxy.IngressGateway;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject.GatewayServer;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The ports that Gateways open on a pod, which they select by its labels.
 *
 * <p>Source: buildGatewayListeners in {@code pilot/pkg/networking/core/gateway.go}: the port of a Gateway is that of a Service
 * in front of the pod, which leads to another one of the pod's; without a Service it is the pod's.
 *
 * @param pod the pod
 * @param config what the mesh knows of Gateways and Services at the moment
 * @param gateway listens for the pods of Gateways
 */
record GatewayPorts(Pod pod, Supplier<MeshConfig> config, IngressGateway gateway) {

    /** Returns the loopback port of each port that is open now. */
    Map<Integer, Integer> open() {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        MeshConfig known = config.get();
        Map<Integer, Integer> open = new HashMap<>();
        known.gateways(labels).stream()
                .flatMap(each -> each.servers().stream())
                .filter(GatewayServer::isPlainHttp)
                .map(GatewayServer::port)
                .distinct()
                .forEach(port -> open.put(targetPort(known, port), gateway.localPort(labels, port)));
        return open;
    }

    private int targetPort(MeshConfig known, int port) {
        return known.services().stream()
                .filter(service -> service.namespace().equals(pod.getMetadata().getNamespace()))
                .map(service -> new ServicePort(service.namespace(), service.name(), port))
                .flatMap(service -> known.endpoints(service).stream())
                .filter(endpoint ->
                        endpoint.peer().pod().equals(pod.getMetadata().getName()))
                .findFirst()
                .map(endpoint -> endpoint.podPort())
                .orElse(port);
    }
}

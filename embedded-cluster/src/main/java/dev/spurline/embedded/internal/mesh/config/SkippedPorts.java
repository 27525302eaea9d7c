// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.internal.linkerd.LinkerdPortList;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/**
 * The ports of a pod at which its proxy is left out, or passes on bytes.
 *
 * @param outbound ports of Services; connections there go around the proxy
 * @param inbound ports of the pod; connections to them do
 * @param opaque ports of the pod at which the proxy does not look for requests
 * @param names the ports of the pod's containers that have a name
 */
public record SkippedPorts(String outbound, String inbound, String opaque, Map<String, Integer> names) {

    /** Where there are none. */
    public static final SkippedPorts NONE = new SkippedPorts("", "", "", Map.of());

    /** proxyInit.ignoreInboundPorts and ignoreOutboundPorts of Linkerd's chart. */
    private static final String BY_DEFAULT = "4567,4568";

    /** Copies the map. */
    public SkippedPorts {
        names = Map.copyOf(names);
    }

    /**
     * Reads what holds for a pod.
     *
     * @param annotations the pod's, with those that it has from its namespace
     */
    static SkippedPorts of(Pod pod, Map<String, String> annotations, Mesh mesh) {
        if (mesh == Mesh.ISTIO) {
            return new SkippedPorts(
                    annotations.getOrDefault("traffic.sidecar.istio.io/excludeOutboundPorts", ""),
                    annotations.getOrDefault("traffic.sidecar.istio.io/excludeInboundPorts", ""),
                    "",
                    Map.of());
        }
        if (mesh != Mesh.LINKERD) {
            return NONE;
        }
        Map<String, Integer> names = new HashMap<>();
        pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getName() != null)
                .forEach(port -> names.put(port.getName(), port.getContainerPort()));
        return new SkippedPorts(
                annotations.getOrDefault("config.linkerd.io/skip-outbound-ports", BY_DEFAULT),
                annotations.getOrDefault("config.linkerd.io/skip-inbound-ports", BY_DEFAULT),
                annotations.getOrDefault(DeclaredProtocol.OPAQUE_PORTS, DeclaredProtocol.LINKERD_TCP),
                names);
    }

    /** Returns whether what the pod sends to a port of a Service goes around its proxy. */
    public boolean skipsOutbound(int port) {
        return new LinkerdPortList(outbound).tellsPolicies(port);
    }

    /** Returns whether the pod's proxy sees no requests of those that come in on a port of the pod. */
    public boolean hidesInbound(int number) {
        LinkerdPortList opaquePorts = new LinkerdPortList(opaque);
        return new LinkerdPortList(inbound).tellsPolicies(number)
                || opaquePorts.tellsDestinations(number, names)
                || opaquePorts.tellsPolicies(number);
    }
}

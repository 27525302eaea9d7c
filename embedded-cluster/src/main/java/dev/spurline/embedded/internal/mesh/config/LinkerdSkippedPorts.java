// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.internal.linkerd.LinkerdPortList;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/**
 * Those of a pod with Linkerd's proxy.
 *
 * @param outbound ports of Services; connections there go around the proxy
 * @param inbound ports of the pod; connections to them do
 * @param opaque ports of the pod at which the proxy does not look for requests
 * @param names the ports of the pod's containers that have a name
 */
record LinkerdSkippedPorts(String outbound, String inbound, String opaque, Map<String, Integer> names)
        implements SkippedPorts {

    /** proxyInit.ignoreInboundPorts and ignoreOutboundPorts of Linkerd's chart. */
    private static final String BY_DEFAULT = "4567,4568";

    LinkerdSkippedPorts {
        names = Map.copyOf(names);
    }

    static LinkerdSkippedPorts of(Pod pod, Map<String, String> annotations) {
        Map<String, Integer> names = new HashMap<>();
        pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getName() != null)
                .forEach(port -> names.put(port.getName(), port.getContainerPort()));
        return new LinkerdSkippedPorts(
                annotations.getOrDefault("config.linkerd.io/skip-outbound-ports", BY_DEFAULT),
                annotations.getOrDefault("config.linkerd.io/skip-inbound-ports", BY_DEFAULT),
                annotations.getOrDefault(DeclaredProtocol.OPAQUE_PORTS, DeclaredProtocol.LINKERD_TCP),
                names);
    }

    @Override
    public boolean skipsOutbound(int port, String address) {
        return new LinkerdPortList(outbound).tellsPolicies(port);
    }

    @Override
    public boolean hidesInbound(int port) {
        LinkerdPortList opaquePorts = new LinkerdPortList(opaque);
        return new LinkerdPortList(inbound).tellsPolicies(port)
                || opaquePorts.tellsDestinations(port, names)
                || opaquePorts.tellsPolicies(port);
    }
}

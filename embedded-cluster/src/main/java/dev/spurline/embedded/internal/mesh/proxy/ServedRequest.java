// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Map;
import java.util.Optional;

/**
 * How one request ended, as a proxy counts it.
 *
 * @param destination who answered, empty if no pod was reached
 * @param flags Envoy's response flags, {@code -} if there are none
 * @param grpcStatus the status of a gRPC call, empty for others
 * @param route the name of the inbound route that Linkerd's proxy of the called pod finds
 * @param tags further labels
 */
record ServedRequest(
        MeshPeer source,
        Optional<MeshPeer> destination,
        ServicePort service,
        String target,
        int status,
        String flags,
        String grpcStatus,
        String route,
        Map<String, String> tags) {

    /** The route of Linkerd for whatever no policy knows. */
    static final String DEFAULT_ROUTE = "default";

    /** The route of Linkerd for the paths of the pod's probes, once the proxy knows the pod's policy. */
    static final String PROBE_ROUTE = "probe";

    /** Returns a request of somebody without a proxy, to the pod's own address. */
    static ServedRequest unmeshed(MeshPeer destination, String target, String route) {
        ServicePort none = new ServicePort("unknown", "unknown", 0);
        return new ServedRequest(
                MeshPeer.UNKNOWN, Optional.of(destination), none, target, 200, "-", "", route, Map.of());
    }

    String targetPort() {
        return target.substring(target.lastIndexOf(':') + 1);
    }

    String targetIp() {
        return target.substring(0, Math.max(0, target.lastIndexOf(':')));
    }

    boolean failed() {
        return status >= 500 || !(grpcStatus.isEmpty() || grpcStatus.equals("0"));
    }

    ServedRequest with(Map<String, String> further) {
        return further.isEmpty()
                ? this
                : new ServedRequest(source, destination, service, target, status, flags, grpcStatus, route, further);
    }
}

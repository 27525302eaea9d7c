// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.internal.linkerd.LinkerdPortList;
import dev.spurline.embedded.internal.mesh.config.MeshService.Protocol;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells what a mesh takes a port of a Service for: by what it declares, its name, its number and Linkerd's annotation. */
final class DeclaredProtocol {

    static final String OPAQUE_PORTS = "config.linkerd.io/opaque-ports";

    /** wellKnownPorts in pkg/config/kube/conversion.go of Istio. */
    private static final Set<Integer> ISTIO_TCP = Set.of(25, 53, 3306, 27017);

    /** proxy.opaquePorts of Linkerd's chart. */
    static final String LINKERD_TCP = "25,587,3306,4444,5432,6379,9300,11211";

    private DeclaredProtocol() {}

    static Protocol of(Service service, ServicePort port, Mesh mesh) {
        return mesh == Mesh.LINKERD
                ? linkerd(service, port)
                : istio(
                        Objects.requireNonNullElseGet(
                                        port.getAppProtocol(), () -> Objects.requireNonNullElse(port.getName(), ""))
                                .toLowerCase(Locale.ROOT),
                        port.getPort());
    }

    /** ConvertProtocol in pkg/config/kube/conversion.go of Istio: what stands before the first dash. */
    private static Protocol istio(String declared, int number) {
        int dash = declared.indexOf('-');
        boolean whole = dash < 0 || declared.startsWith("grpc-web");
        return switch (whole ? declared : declared.substring(0, dash)) {
            case "http", "http_proxy", "kubernetes.io/ws" -> Protocol.HTTP;
            case "http2", "grpc", "grpc-web", "kubernetes.io/h2c" -> Protocol.HTTP2;
            case "tcp", "tls", "https", "mongo", "mysql", "redis", "hbone", "kubernetes.io/wss" -> Protocol.TCP;
            default ->
                declared.startsWith("grpc-web")
                        ? Protocol.HTTP2
                        : ISTIO_TCP.contains(number) ? Protocol.TCP : Protocol.DETECTED;
        };
    }

    /** policy-controller/core/src/outbound.rs of Linkerd: what it does not know is opaque. */
    private static Protocol linkerd(String declared) {
        return switch (declared) {
            case "http" -> Protocol.HTTP;
            case "kubernetes.io/h2c" -> Protocol.HTTP2;
            default -> Protocol.TCP;
        };
    }

    /** Proxies ask the destination controller first, which does not know what a port declares (sidecar.rs: Protocol). */
    private static Protocol linkerd(Service service, ServicePort port) {
        LinkerdPortList opaque =
                new LinkerdPortList(Optional.ofNullable(service.getMetadata().getAnnotations())
                        .map(all -> all.get(OPAQUE_PORTS))
                        .orElse(LINKERD_TCP));
        if (opaque.tellsDestinations(port.getPort(), names(service))) {
            return Protocol.TCP;
        }
        return Optional.ofNullable(port.getAppProtocol())
                .map(protocol -> linkerd(protocol.toLowerCase(Locale.ROOT)))
                .orElseGet(() -> opaque.tellsPolicies(port.getPort()) ? Protocol.TCP : Protocol.DETECTED);
    }

    private static Map<String, Integer> names(Service service) {
        Map<String, Integer> names = new HashMap<>();
        service.getSpec().getPorts().stream()
                .filter(port -> port.getName() != null)
                .forEach(port -> names.putIfAbsent(port.getName(), port.getPort()));
        return names;
    }
}

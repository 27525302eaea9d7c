// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshService.Protocol;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells what a mesh takes a port of a Service for: by what it declares, its name, its number and Linkerd's annotation. */
final class DeclaredProtocol {

    private static final String OPAQUE_PORTS = "config.linkerd.io/opaque-ports";

    /** wellKnownPorts in pkg/config/kube/conversion.go of Istio. */
    private static final Set<Integer> ISTIO_TCP = Set.of(25, 53, 3306, 27017);

    /** proxy.opaquePorts of Linkerd's chart. */
    private static final String LINKERD_TCP = "25,587,3306,4444,5432,6379,9300,11211";

    private DeclaredProtocol() {}

    static Protocol of(Service service, ServicePort port, Mesh mesh) {
        Optional<String> declared =
                Optional.ofNullable(port.getAppProtocol()).map(protocol -> protocol.toLowerCase(Locale.ROOT));
        return mesh == Mesh.LINKERD
                ? declared.map(DeclaredProtocol::linkerd).orElseGet(() -> linkerd(service, port))
                : istio(
                        declared.orElseGet(() ->
                                Objects.requireNonNullElse(port.getName(), "").toLowerCase(Locale.ROOT)),
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

    private static Protocol linkerd(Service service, ServicePort port) {
        String list = Optional.ofNullable(service.getMetadata().getAnnotations())
                .map(all -> all.get(OPAQUE_PORTS))
                .orElse(LINKERD_TCP);
        return Arrays.stream(list.split(",")).map(String::strip).anyMatch(item -> holds(item, port))
                ? Protocol.TCP
                : Protocol.DETECTED;
    }

    /** A port by number or name, or a range of numbers: pkg/util/parsing.go of Linkerd. */
    private static boolean holds(String item, ServicePort port) {
        if (!item.matches("\\d{1,5}\\s*-\\s*\\d{1,5}")) {
            return item.equals(String.valueOf(port.getPort())) || item.equals(port.getName());
        }
        int[] ends = Arrays.stream(item.split("-"))
                .mapToInt(end -> Integer.parseInt(end.strip()))
                .toArray();
        return ends[0] <= port.getPort() && port.getPort() <= ends[1];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells on which ports of a Service the mesh reads requests: elsewhere they cannot be told apart by a header. */
public final class ServicePorts {

    private static final Set<String> HTTP =
            Set.of("http", "http2", "grpc", "grpc-web", "kubernetes.io/h2c", "kubernetes.io/ws");
    private static final Set<String> OTHER =
            Set.of("https", "tls", "tcp", "udp", "mysql", "mongo", "redis", "kubernetes.io/wss", "linkerd.io/opaque");

    /** Servers that speak first, so that nothing can be guessed from what a client sends. */
    private static final Set<Integer> ISTIO_TCP = Set.of(25, 3306, 27017);

    private static final Set<Integer> LINKERD_OPAQUE = Set.of(25, 587, 3306, 4444, 5432, 6379, 9300, 11211);

    private static final String OPAQUE = "config.linkerd.io/opaque-ports";

    private final ServiceMesh mesh;

    /** Tells it of a mesh. */
    public ServicePorts(ServiceMesh mesh) {
        this.mesh = mesh;
    }

    /** Returns all ports of a Service. */
    public List<Port> of(Service service) {
        return service.getSpec().getPorts().stream()
                .map(port -> new Port(
                        Objects.requireNonNullElse(port.getName(), ""),
                        port.getPort(),
                        target(port),
                        http(port, service)))
                .toList();
    }

    private static String target(ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return String.valueOf(port.getPort());
        }
        return target.getIntVal() == null ? target.getStrVal() : String.valueOf(target.getIntVal());
    }

    private boolean http(ServicePort port, Service service) {
        if (!Objects.requireNonNullElse(port.getProtocol(), "TCP").equals("TCP")) {
            return false;
        }
        Optional<String> declared = Optional.ofNullable(port.getAppProtocol());
        if (declared.isPresent()) {
            return HTTP.contains(declared.get()) || (!OTHER.contains(declared.get()) && guessed(port, service));
        }
        String prefix = prefix(Objects.requireNonNullElse(port.getName(), ""));
        if (mesh.istio() && (HTTP.contains(prefix) || OTHER.contains(prefix))) {
            return HTTP.contains(prefix);
        }
        return guessed(port, service);
    }

    /** Istio reads a protocol in front of the first dash of a port's name. */
    private static String prefix(String name) {
        String start = name.startsWith("grpc-web") ? "grpc-web" : name;
        return start.equals("grpc-web") || !start.contains("-") ? start : start.substring(0, start.indexOf('-'));
    }

    private boolean guessed(ServicePort port, Service service) {
        return mesh == ServiceMesh.LINKERD ? !opaque(port, service) : !ISTIO_TCP.contains(port.getPort());
    }

    private static boolean opaque(ServicePort port, Service service) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of());
        String list = annotations.get(OPAQUE);
        return list == null
                ? LINKERD_OPAQUE.contains(port.getPort())
                : Arrays.stream(list.split(",", -1))
                        .map(String::trim)
                        .anyMatch(item -> item.equals("" + port.getPort()));
    }

    /**
     * A port of a Service.
     *
     * @param name its name, empty if it has none
     * @param number the Service's port
     * @param target where it leads in the pod: a number, or the name of a container's port
     * @param http whether the mesh reads requests on it, so that they can be told apart
     */
    public record Port(String name, int number, String target, boolean http) {}
}

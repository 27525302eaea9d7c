// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Tells on which ports of a Service the mesh reads requests: elsewhere they cannot be told apart by a header. */
public final class ServicePorts {

    /**
     * What Istio reads as requests: pkg/config/kube/conversion.go (ConvertProtocol) and pkg/config/protocol/instance.go
     * (Parse, IsHTTP) of Istio.
     */
    private static final Set<String> ISTIO_HTTP =
            Set.of("http", "http2", "http_proxy", "grpc", "grpc-web", "kubernetes.io/h2c", "kubernetes.io/ws");

    private static final Set<String> ISTIO_OTHER =
            Set.of("https", "tls", "tcp", "udp", "mysql", "mongo", "redis", "hbone", "kubernetes.io/wss");

    /** Servers that speak first, or are no HTTP whoever speaks: wellKnownPorts in the same file. */
    private static final Set<Integer> ISTIO_TCP = Set.of(25, 53, 3306, 27017);

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
        if (mesh == ServiceMesh.LINKERD) {
            return LinkerdPorts.http(service, port);
        }
        String declared = Objects.requireNonNullElseGet(
                port.getAppProtocol(), () -> Objects.requireNonNullElse(port.getName(), ""));
        return istio(declared.toLowerCase(Locale.ROOT), port.getPort());
    }

    /** Where the protocol is neither declared nor the name's prefix, proxies tell it by what is sent. */
    private static boolean istio(String declared, int number) {
        String protocol = prefix(declared);
        return ISTIO_HTTP.contains(protocol) || (!ISTIO_OTHER.contains(protocol) && !ISTIO_TCP.contains(number));
    }

    /** Istio reads a protocol in front of the first dash, of a port's name and of what it declares. */
    private static String prefix(String name) {
        if (name.startsWith("grpc-web")) {
            return "grpc-web";
        }
        return name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.LinkerdLimits;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A Service, as far as the mesh goes. */
public record MeshService(
        String namespace,
        String name,
        String clusterIp,
        String type,
        List<Port> ports,
        Map<String, String> annotations) {

    /** Copies the collections. */
    public MeshService {
        ports = List.copyOf(ports);
        annotations = Map.copyOf(annotations);
    }

    /** A port of a Service. */
    public record Port(String name, int number, String transport, Protocol protocol) {}

    /** What a port speaks, as it declares by {@code appProtocol} or by its name's prefix. */
    public enum Protocol {
        /** HTTP/1.1 towards the pods. */
        HTTP,
        /** HTTP/2 towards the pods. */
        HTTP2,
        /** Not declared: the client's version of HTTP is kept. */
        DETECTED,
        /** No HTTP, or not to be seen as such. */
        TCP
    }

    /** Reads a Service as a mesh does. */
    public static MeshService of(Service service, Mesh mesh) {
        return new MeshService(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                Objects.requireNonNullElse(service.getSpec().getClusterIP(), ""),
                Objects.requireNonNullElse(service.getSpec().getType(), "ClusterIP"),
                service.getSpec().getPorts().stream()
                        .map(port -> new Port(
                                Objects.requireNonNullElse(port.getName(), ""),
                                port.getPort(),
                                Objects.requireNonNullElse(port.getProtocol(), "TCP"),
                                DeclaredProtocol.of(service, port, mesh)))
                        .toList(),
                LinkerdLimits.annotations(
                        Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of())));
    }

    /** Returns {@code namespace/name}. */
    public String key() {
        return namespace + "/" + name;
    }

    /** Says whether a pod finds the Service in its environment: it has an address of its own. */
    public boolean hasClusterIp() {
        return !clusterIp.isEmpty() && !clusterIp.equalsIgnoreCase("None");
    }

    /** Returns the numbers of all ports. */
    public List<Integer> portNumbers() {
        return ports.stream().map(Port::number).toList();
    }

    /** Returns the port of a number. */
    public Optional<Port> port(int number) {
        return ports.stream().filter(port -> port.number() == number).findFirst();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.OptionalInt;

/**
 * A part of a Service that gets a route of its own, in the form of those that are there: one port, or all of its ports.
 *
 * <p>Istio merges routes only if all name the port in {@code parentRefs}, or none; of two lists it follows the oldest.
 * Linkerd merges them, and copies of routes for single ports are simpler. Where nothing is attached the port is named, so
 * that ports which are not HTTP stay as they are.
 *
 * @param port the port in {@code parentRefs}, or empty if they name none
 * @param ports the ports of the part, at least one
 * @param attached the foreign routes that decide there, in the order in which the mesh ranks equals
 */
public record PortForm(OptionalInt port, List<Integer> ports, List<AttachedRoute> attached) {

    /** Copies the lists. */
    public PortForm {
        ports = List.copyOf(ports);
        attached = List.copyOf(attached);
    }

    /**
     * Divides a Service.
     *
     * @param ports the ports on which the mesh reads requests
     * @param attached the foreign routes that are in force for the same callers
     * @throws PreflightException if the mesh follows only some of the routes on a port
     */
    public static List<PortForm> of(
            ServiceMesh mesh, Service service, List<Integer> ports, List<AttachedRoute> attached) {
        List<AttachedRoute> here = attached.stream()
                .filter(route -> ports.stream().anyMatch(route::isOn))
                .sorted(AttachedRoute.BY_AGE)
                .toList();
        boolean open = here.stream().anyMatch(route -> route.port().isEmpty());
        boolean named = here.stream().anyMatch(route -> route.port().isPresent());
        if (open && named && mesh.istio()) {
            throw mixture(service, here);
        }
        boolean whole = open && !named && (mesh.istio() || ports.size() == 1);
        return whole
                ? List.of(new PortForm(OptionalInt.empty(), ports, here))
                : ports.stream().map(port -> on(port, here)).toList();
    }

    private static PortForm on(int port, List<AttachedRoute> attached) {
        return new PortForm(
                OptionalInt.of(port),
                List.of(port),
                attached.stream().filter(route -> route.isOn(port)).toList());
    }

    private static PreflightException mixture(Service service, List<AttachedRoute> attached) {
        return new PreflightException(
                "Service [%s/%s] has routes with and without parentRef.port, of which Istio follows only the oldest form: %s. Let all of them name the port, or none"
                        .formatted(
                                service.getMetadata().getNamespace(),
                                service.getMetadata().getName(),
                                AttachedRoute.titles(attached)));
    }

    /** Returns whether the route is to be a GRPCRoute. Only where there are such: an HTTPRoute carries gRPC as well. */
    public boolean grpc() {
        return attached.stream().anyMatch(AttachedRoute::grpc);
    }

    /** Returns the port of backends that we name ourselves. */
    int backendPort() {
        return ports.get(0);
    }
}

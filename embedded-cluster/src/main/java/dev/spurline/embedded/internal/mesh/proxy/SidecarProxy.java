// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.Waypoints;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The proxy beside one pod: its listeners, one per port of a Service, and what it tells about itself. */
public final class SidecarProxy implements AutoCloseable {

    private final DataPlane plane;
    private final ProxyCaller caller;
    private final Map<ServicePort, PortListener> listeners = new ConcurrentHashMap<>();

    SidecarProxy(DataPlane plane, ProxyCaller caller) {
        this.plane = plane;
        this.caller = caller;
    }

    /** Returns whose proxy it is. */
    public MeshPeer peer() {
        return caller.peer();
    }

    RouteCaller routeCaller() {
        return caller.routeCaller();
    }

    /** Returns whether it routes, and by which routes. */
    public CallerKind kind() {
        return caller.kind();
    }

    /** Returns whether it has pages that tell what it counts and follows: it is a pod's proxy, or that of a waypoint. */
    public boolean hasPages() {
        return kind() == CallerKind.SIDECAR || waypoint().isPresent();
    }

    /** Returns the waypoint whose pod this is, as {@code namespace/name}. */
    Optional<String> waypoint() {
        return Waypoints.ofPod(peer().namespace(), telemetry().settings().labels());
    }

    /** Opens the listeners of some Services; returns when all of them accept connections. */
    public void open(Collection<MeshService> services) {
        List<Future<PortListener>> opening = new ArrayList<>();
        for (MeshService service : services) {
            service.ports().stream()
                    .filter(port -> port.transport().equals("TCP"))
                    .filter(port -> !listeners.containsKey(port(service, port)))
                    .forEach(port -> opening.add(plane.listen(caller, service, port)));
        }
        CompositeFuture all = DataPlane.join(Future.join(opening));
        all.<PortListener>list().forEach(listener -> listeners.put(listener.port(), listener));
    }

    /** Closes the listeners of a Service that is no more; returns when nothing listens there. */
    public void forget(String namespace, String name) {
        List<Future<Void>> closing = listeners.keySet().stream()
                .filter(port ->
                        port.namespace().equals(namespace) && port.name().equals(name))
                .map(listeners::remove)
                .filter(Objects::nonNull)
                .map(PortListener::close)
                .toList();
        DataPlane.join(Future.join(closing));
    }

    private static ServicePort port(MeshService service, MeshService.Port port) {
        return new ServicePort(service.namespace(), service.name(), port.number());
    }

    /** Returns the loopback port by which the pod reaches a port of a Service. */
    public int localPort(ServicePort port) {
        PortListener listener = listeners.get(port);
        if (listener == null) {
            throw new IllegalArgumentException("[%s] has no listener for [%s]".formatted(peer(), port));
        }
        return listener.localPort();
    }

    /** Returns the table by which requests of the pod to a port are routed; empty if their bytes are only passed on. */
    public Optional<RouteTable> table(ServicePort port) {
        return listeners.get(port) instanceof HttpListener http ? Optional.of(http.table()) : Optional.empty();
    }

    /** Returns the tables of those ports that the pod has sent requests to. */
    Map<ServicePort, RouteTable> usedTables() {
        Set<ServicePort> used = telemetry().calledPorts();
        Map<ServicePort, RouteTable> tables = new HashMap<>();
        used.forEach(port -> table(port).ifPresent(table -> tables.put(port, table)));
        return tables;
    }

    /** Returns what Linkerd's injector would write on the pod. */
    public Map<String, String> linkerdAnnotations() {
        return telemetry().settings().linkerdAnnotations();
    }

    /** Returns what the proxy has counted. */
    public ProxyTelemetry telemetry() {
        return caller.telemetry();
    }

    /** Closes all listeners and forgets what was counted. */
    @Override
    public void close() {
        List<Future<Void>> closing =
                listeners.values().stream().map(PortListener::close).toList();
        listeners.clear();
        DataPlane.join(Future.join(closing));
        plane.forget(peer());
    }
}

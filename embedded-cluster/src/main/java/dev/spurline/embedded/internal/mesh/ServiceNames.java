// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.MeshWatch;
import dev.spurline.embedded.internal.mesh.proxy.DataPlane;
import dev.spurline.embedded.internal.mesh.proxy.NamedAddress;
import dev.spurline.embedded.internal.mesh.proxy.SidecarProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host names of Services for one pod. Each Service has a loopback address of its own, {@code 127.x.y.z}, where the
 * ports have their real numbers and lead to the pod's listeners. What cannot be opened has no name: ports below 1024 where
 * only root may open them, and everything on systems with one loopback address only, such as macOS.
 */
final class ServiceNames implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNames.class);

    private final MeshWatch watch;
    private final DataPlane plane;
    private final SidecarProxy proxy;
    private final Map<MeshService, NamedAddress> addresses = new HashMap<>();
    private final List<Consumer<Map<String, String>>> listeners = new ArrayList<>();
    private List<MeshService> known = List.of();
    private String domain = "";
    private Runnable end = () -> {};
    private boolean closed;

    ServiceNames(MeshWatch watch, DataPlane plane, SidecarProxy proxy) {
        this.watch = watch;
        this.plane = plane;
        this.proxy = proxy;
    }

    /** Tells the names, now and when they have changed. */
    synchronized void tell(Consumer<Map<String, String>> listener) {
        if (listeners.isEmpty()) {
            end = watch.observe(() -> plane.blocking().execute(this::follow));
        }
        listeners.add(listener);
        update();
        listener.accept(names());
    }

    private synchronized void follow() {
        if (!closed && update()) {
            Map<String, String> names = names();
            listeners.forEach(listener -> listener.accept(names));
        }
    }

    /** Returns whether something has changed. */
    private boolean update() {
        List<MeshService> services = watch.newest().services().stream()
                .filter(MeshService::hasClusterIp)
                .toList();
        String domain = watch.newest().names().domain();
        if (services.equals(known) && domain.equals(this.domain)) {
            return false;
        }
        this.domain = domain;
        List<MeshService> before = known;
        known = services;
        addresses.keySet().stream()
                .filter(service -> !services.contains(service))
                .toList()
                .forEach(this::close);
        before.stream()
                .filter(service -> isGone(service, services))
                .forEach(gone -> proxy.forget(gone.namespace(), gone.name()));
        services.stream().filter(service -> !addresses.containsKey(service)).forEach(this::open);
        return true;
    }

    /** A Service that has only changed keeps its listeners: their ports are in the environment of the pod's processes. */
    private static boolean isGone(MeshService service, List<MeshService> services) {
        return services.stream().noneMatch(present -> present.key().equals(service.key()));
    }

    private void open(MeshService service) {
        proxy.open(List.of(service));
        NamedAddress.open(plane, proxy, service)
                .ifPresentOrElse(
                        address -> addresses.put(service, address),
                        () -> LOG.debug(
                                "Service {} has no name on this machine: its ports cannot be opened", service.key()));
    }

    private void close(MeshService service) {
        NamedAddress address = addresses.remove(service);
        if (address != null) {
            address.close();
        }
    }

    private Map<String, String> names() {
        return addresses.entrySet().stream()
                .flatMap(entry -> names(entry.getKey()).stream()
                        .map(name -> Map.entry(name, entry.getValue().host())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    private List<String> names(MeshService service) {
        String qualified = service.name() + "." + service.namespace();
        List<String> names = new ArrayList<>(List.of(qualified, qualified + ".svc", qualified + ".svc." + domain));
        if (service.namespace().equals(proxy.peer().namespace())) {
            names.add(service.name());
        }
        return names;
    }

    @Override
    public synchronized void close() {
        closed = true;
        end.run();
        List.copyOf(addresses.keySet()).forEach(this::close);
    }
}

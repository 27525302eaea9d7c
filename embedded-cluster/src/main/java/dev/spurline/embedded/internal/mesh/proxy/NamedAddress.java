// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A loopback address that stands for one Service as one caller sees it, with the Service's own port numbers. */
public final class NamedAddress implements AutoCloseable {

    private static final int ATTEMPTS = 4;

    private final String host;
    private final List<PortListener> listeners;

    private NamedAddress(String host, List<PortListener> listeners) {
        this.host = host;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Opens all TCP ports of a Service at an address that nobody uses.
     *
     * @return empty if this machine does not let us
     */
    public static Optional<NamedAddress> open(DataPlane plane, SidecarProxy proxy, MeshService service) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String host = random();
            CompositeFuture all = DataPlane.await(Future.join(opening(plane, proxy, service, host)));
            List<PortListener> open = opened(all);
            if (all.succeeded()) {
                return Optional.of(new NamedAddress(host, open));
            }
            new NamedAddress(host, open).close();
            if (!isTaken(all.cause())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<Future<PortListener>> opening(
            DataPlane plane, SidecarProxy proxy, MeshService service, String host) {
        return service.ports().stream()
                .filter(port -> port.transport().equals("TCP"))
                .map(port -> new ServicePort(service.namespace(), service.name(), port.number()))
                .map(port -> TcpListener.open(
                        plane, port, host, SocketAddress.inetSocketAddress(proxy.localPort(port), DataPlane.LOOPBACK)))
                .toList();
    }

    private static List<PortListener> opened(CompositeFuture all) {
        List<PortListener> open = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.succeeded(i)) {
                open.add(all.resultAt(i));
            }
        }
        return open;
    }

    private static boolean isTaken(Throwable cause) {
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127.%d.%d.%d".formatted(random.nextInt(16, 240), random.nextInt(256), random.nextInt(1, 255));
    }

    /** Returns the address. */
    public String host() {
        return host;
    }

    @Override
    public void close() {
        DataPlane.await(Future.join(listeners.stream().map(PortListener::close).toList()));
    }
}

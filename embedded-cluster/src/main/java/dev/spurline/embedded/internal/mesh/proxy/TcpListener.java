/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.Endpoint;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where one caller finds one port that is no HTTP, or a mesh-less one: each connection goes to one endpoint. */
final class TcpListener implements Listener {

    private final ServicePort port;
    private final Supplier<Optional<SocketAddress>> target;
    private final NetServer server;
    private final NetClient client;

    private TcpListener(DataPlane plane, ServicePort port, Supplier<Optional<SocketAddress>> target) {
        this.port = port;
        this.target = target;
        this.server = plane.vertx()
                .createNetServer(new NetServerOptions().setAcceptBacklog(4096))
                .connectHandler(this::connected);
        this.client = plane.vertx().createNetClient();
    }

    /** Opens a listener that leads to the ready endpoints of the port. */
    static Future<Listener> open(DataPlane plane, ServicePort port) {
        return open(
                plane,
                port,
                () -> plane.balancer()
                        .pick(plane.config(), port, Set.of())
                        .map((Endpoint endpoint) -> SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host())));
    }

    /** Opens a listener that leads to a fixed address. */
    static Future<Listener> open(DataPlane plane, ServicePort port, SocketAddress target) {
        return open(plane, port, () -> Optional.of(target));
    }

    /** Opens a listener at an address and port of one's choice that leads to a fixed address. */
    static Future<Listener> open(DataPlane plane, ServicePort port, String address, SocketAddress target) {
        TcpListener listener = new TcpListener(plane, port, () -> Optional.of(target));
        return listener.server.listen(port.port(), address).map(listener);
    }

    private static Future<Listener> open(DataPlane plane, ServicePort port, Supplier<Optional<SocketAddress>> target) {
        TcpListener listener = new TcpListener(plane, port, target);
        return listener.server.listen(0, DataPlane.LOOPBACK).map(listener);
    }

    private void connected(NetSocket caller) {
        Optional<SocketAddress> address = target.get();
        if (address.isEmpty()) {
            caller.close();
            return;
        }
        caller.pause();
        client.connect(address.get())
                .onSuccess(backend -> {
                    caller.pipeTo(backend);
                    backend.pipeTo(caller);
                })
                .onFailure(refused -> caller.close());
    }

    @Override
    public ServicePort port() {
        return port;
    }

    @Override
    public int localPort() {
        return server.actualPort();
    }

    @Override
    public Future<Void> close() {
        return Future.join(client.close(), server.close()).mapEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where one caller finds one port that is no HTTP, or a mesh-less one: each connection goes to one endpoint. Made of Netty's
 * channels on Vert.x's event loops, because Vert.x closes a connection when only one half of it has ended.
 */
final class TcpListener implements PortListener {

    private static final int CONNECT_TIMEOUT = 10_000;

    private final ServicePort port;
    private final Supplier<Optional<SocketAddress>> target;
    private final DataPlane plane;
    private final EventLoopGroup loops;
    private final OpenConnections connections;
    private int localPort;

    private TcpListener(DataPlane plane, ServicePort port, Supplier<Optional<SocketAddress>> target) {
        this.port = port;
        this.target = target;
        this.plane = plane;
        this.loops = plane.loops();
        this.connections = plane.connections();
    }

    /** Opens a listener that leads to the endpoints of the port that there are when a connection comes. */
    static Future<PortListener> open(DataPlane plane, ServicePort port, Supplier<List<PodEndpoint>> endpoints) {
        return new TcpListener(
                        plane,
                        port,
                        () -> plane.balancer()
                                .pick(port, endpoints.get(), Set.of())
                                .map((PodEndpoint endpoint) ->
                                        SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host())))
                .listen(DataPlane.LOOPBACK, 0);
    }

    /** Opens a listener that leads to a fixed address. */
    static Future<PortListener> open(DataPlane plane, ServicePort port, SocketAddress target) {
        return new TcpListener(plane, port, () -> Optional.of(target)).listen(DataPlane.LOOPBACK, 0);
    }

    /** Opens a listener at an address and port of one's choice that leads to a fixed address. */
    static Future<PortListener> open(DataPlane plane, ServicePort port, String address, SocketAddress target) {
        return new TcpListener(plane, port, () -> Optional.of(target)).listen(address, port.port());
    }

    private Future<PortListener> listen(String address, int number) {
        Promise<PortListener> listening = Promise.promise();
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel caller) {
                        connected(caller);
                    }
                });
        server.bind(address, number).addListener((ChannelFuture bound) -> {
            if (bound.isSuccess()) {
                listening.complete(listeningOn(bound.channel()));
            } else {
                listening.fail(bound.cause());
            }
        });
        return listening.future();
    }

    private PortListener listeningOn(Channel server) {
        connections.add(server);
        localPort = ((InetSocketAddress) server.localAddress()).getPort();
        return this;
    }

    private void connected(SocketChannel caller) {
        connections.add(caller);
        Optional<SocketAddress> address = target.get();
        if (address.isEmpty()) {
            OpenConnections.end(caller);
            return;
        }
        new Bootstrap()
                .group(caller.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel backend) {
                        connections.add(backend);
                    }
                })
                .connect(address.get().host(), address.get().port())
                .addListener((ChannelFuture connecting) -> {
                    if (connecting.isSuccess()) {
                        TcpRelay.between(caller, (SocketChannel) connecting.channel());
                    } else {
                        OpenConnections.end(caller);
                    }
                });
    }

    @Override
    public ServicePort port() {
        return port;
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public Future<Void> close() {
        return plane.close(connections);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.function.BiConsumer;

/**
 * Speaks HTTP/2 with clients that begin with it. One that asks for it in a request of HTTP/1.1, as the JDK's does, is answered
 * in HTTP/1.1: Envoy ({@code "removing unsupported h2c upgrade headers"} in its HTTP/1 codec) and Linkerd's proxy
 * ({@code wants_upgrade}) leave out {@code Upgrade: h2c}, and Vert.x would obey it.
 */
final class PriorKnowledgeServer extends HttpServerImpl {

    /** The handler of Vert.x that obeys; it is there once the client has begun with HTTP/1.1. */
    private static final String OBEDIENT = "h2c";

    /** The handler of Vert.x that is there once the client has begun with HTTP/2. */
    private static final String HTTP2 = "handler";

    PriorKnowledgeServer(Vertx vertx, HttpServerOptions options) {
        super((VertxInternal) vertx, options);
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> vertx = super.childHandler(context, address, shaping);
        return (channel, ssl) -> {
            channel.pipeline().addLast(new Beginning());
            vertx.accept(channel, ssl);
        };
    }

    /** Hands on byte by byte until Vert.x has decided, and before that has a whole request. */
    private static final class Beginning extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            ChannelPipeline pipeline = context.pipeline();
            while (bytes.isReadable() && pipeline.get(OBEDIENT) == null && pipeline.get(HTTP2) == null) {
                context.fireChannelRead(bytes.readRetainedSlice(1));
            }
            if (pipeline.get(OBEDIENT) != null) {
                pipeline.addBefore(OBEDIENT, null, UpgradeFilter.SHARED).remove(this);
            } else if (pipeline.get(HTTP2) != null) {
                pipeline.remove(this);
            }
            context.fireChannelRead(bytes);
        }
    }

    /** Leaves the request to change to HTTP/2 out. */
    @ChannelHandler.Sharable
    private static final class UpgradeFilter extends ChannelInboundHandlerAdapter {

        static final UpgradeFilter SHARED = new UpgradeFilter();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request
                    && request.headers().contains(HttpHeaderNames.UPGRADE, OBEDIENT, true)) {
                request.headers().remove(HttpHeaderNames.UPGRADE);
            }
            context.fireChannelRead(message);
        }
    }
}

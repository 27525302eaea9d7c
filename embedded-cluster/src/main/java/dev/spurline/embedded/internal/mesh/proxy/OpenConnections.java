// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The open connections of a listener, to it and from it. They end at once: Vert.x would first send what is still to be sent,
 * and wait for ever for a peer that does not read.
 */
final class OpenConnections {

    private final ChannelGroup channels;

    OpenConnections(EventLoopGroup loops) {
        this.channels = new DefaultChannelGroup(loops.next(), true);
    }

    void add(HttpConnection connection) {
        add(((ConnectionBase) connection).channel());
    }

    void add(Channel channel) {
        channels.add(channel);
    }

    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        channels.forEach(OpenConnections::end);
        channels.newCloseFuture().addListener(done -> closed.complete());
        return closed.future();
    }

    /** Asks before all handlers, of which Vert.x's would wait. */
    static void end(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        ChannelFuture ended = first == null ? channel.close() : first.close();
        ended.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

/**
 * Passes on what one connection receives, and its end, to another. It reads no further before the other has sent what was
 * read, so that a slow reader slows its writer down. One connection may end in one direction and go on in the other.
 */
final class TcpRelay extends ChannelInboundHandlerAdapter {

    private final SocketChannel from;
    private final SocketChannel to;

    private TcpRelay(SocketChannel from, SocketChannel to) {
        this.from = from;
        this.to = to;
    }

    /** Connects two connections; both belong to the same event loop, on which this is called. */
    static void between(SocketChannel one, SocketChannel other) {
        one.pipeline().addLast(new TcpRelay(one, other));
        other.pipeline().addLast(new TcpRelay(other, one));
        if (one.isActive()) {
            one.read();
            other.read();
        } else {
            OpenConnections.end(other);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        to.writeAndFlush(message).addListener(sent -> {
            if (sent.isSuccess()) {
                from.read();
            } else {
                OpenConnections.end(from);
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> halfEnded());
        }
    }

    private void halfEnded() {
        to.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        if (to.isInputShutdown()) {
            closeWhenSent(from);
            closeWhenSent(to);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closeWhenSent(to);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
        OpenConnections.end(from);
    }

    private static void closeWhenSent(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The backend of a figure: answers each request with the same kilobyte, at as little cost as can be. A process of its own. */
final class FixedAnswer {

    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n"
                    + "x".repeat(1024))
            .getBytes(ISO_8859_1);
    private static final int END_OF_HEAD = 0x0d0a0d0a;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

    private FixedAnswer() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        FixedAnswer backend = new FixedAnswer();
        Thread loop = new Thread(backend::run, "spurline-backend");
        loop.setDaemon(true);
        loop.start();
        Console.print(backend.server.socket().getLocalPort());
        Console.awaitEnd();
    }

    private void run() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException failed) {
            throw new IllegalStateException("The backend broke", failed);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                answer(key, (SocketChannel) key.channel());
            }
        } catch (IOException gone) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ, new Head());
    }

    private void answer(SelectionKey key, SocketChannel channel) throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            key.cancel();
            channel.close();
            return;
        }
        for (int requests = ((Head) key.attachment()).count(input.flip()); requests > 0; requests--) {
            channel.write(ByteBuffer.wrap(ANSWER));
        }
    }

    /** The last four bytes of a connection, by which the end of a request is known. */
    private static final class Head {

        private int last;

        int count(ByteBuffer bytes) {
            int ends = 0;
            while (bytes.hasRemaining()) {
                last = (last << 8) | (bytes.get() & 0xff);
                ends += last == END_OF_HEAD ? 1 : 0;
            }
            return ends;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server again and again over a fixed number of connections, each with one request at a time. A process of its own, on
 * one thread and without any library, so that it is never what limits the figure.
 *
 * <p>Arguments: port, connections, seconds of warming up, seconds of measuring. Prints a {@link Load} for each of the two.
 */
final class LoadGenerator {

    private static final byte[] REQUEST =
            "GET /price/42 HTTP/1.1\r\nHost: pricing:8080\r\nAccept: */*\r\n\r\n".getBytes(ISO_8859_1);
    private static final int SLOWEST = 1_000_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
    private final int[] latencies = new int[SLOWEST + 1];
    private long answers;

    private LoadGenerator() throws IOException {}

    public static void main(String[] args) throws IOException {
        LoadGenerator generator = new LoadGenerator();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            generator.connect(Integer.parseInt(args[0]));
        }
        Console.print(generator.run(Long.parseLong(args[2])).line());
        Console.print(generator.run(Long.parseLong(args[3])).line());
    }

    private void connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        connection.ask();
    }

    private Load run(long seconds) throws IOException {
        Arrays.fill(latencies, 0);
        answers = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
            selector.select(this::answered, 100);
        }
        return new Load(answers * 1e9 / (System.nanoTime() - begin), percentile(50), percentile(99));
    }

    private void answered(SelectionKey key) {
        try {
            ((Connection) key.attachment()).read();
        } catch (IOException lost) {
            throw new IllegalStateException("A connection broke", lost);
        }
    }

    private int percentile(int percent) {
        long left = answers * percent / 100;
        int micros = 0;
        while (micros < SLOWEST && (left -= latencies[micros]) > 0) {
            micros++;
        }
        return micros;
    }

    /** One request at a time; all answers of one server have the same length, which the first one tells. */
    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer request = ByteBuffer.wrap(REQUEST);
        private long asked;
        private int expected;
        private int missing;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void ask() throws IOException {
            asked = System.nanoTime();
            channel.write(request.rewind());
            if (request.hasRemaining()) {
                throw new IOException("A request of " + REQUEST.length + " bytes did not fit into the socket's buffer");
            }
        }

        void read() throws IOException {
            input.clear();
            int length = channel.read(input);
            if (length < 0) {
                throw new IOException("The server closed a connection");
            }
            if (missing == 0) {
                begin(length);
            }
            missing -= length;
            if (missing == 0) {
                complete();
            }
        }

        private void begin(int length) throws IOException {
            if (input.get(9) != '2') {
                throw new IOException("Not a good answer: " + text(length));
            }
            expected = expected == 0 ? lengthOf(text(length)) : expected;
            missing = expected;
        }

        private String text(int length) {
            byte[] bytes = new byte[length];
            input.get(0, bytes);
            return new String(bytes, ISO_8859_1);
        }

        private int lengthOf(String answer) {
            int head = answer.indexOf("\r\n\r\n") + 4;
            String name = "content-length: ";
            int value = answer.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
            return head + Integer.parseInt(answer.substring(value, answer.indexOf('\r', value)));
        }

        private void complete() throws IOException {
            int micros = (int) Math.min(SLOWEST, (System.nanoTime() - asked) / 1000);
            latencies[micros]++;
            answers++;
            ask();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are no HTTP: bytes both ways, each direction with its own end. */
@Timeout(120)
class TcpProxyTests extends ProxyTestCase {

    private static final ServicePort STORE = new ServicePort("shop", "store", 5432);
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket listening;

    /** What a server does with its only connection. */
    private interface Talk {
        void with(Socket caller) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        service(STORE, "tcp");
        endpoint(STORE, "store-1", listening.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    private void server(Talk talk) {
        threads.execute(() -> {
            try (Socket caller = listening.accept()) {
                talk.with(caller);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), local(STORE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void answersACallerThatHasEndedItsHalf() throws Exception {
        server(caller -> caller.getOutputStream().write(bytes("answer to " + rest(caller))));

        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes("question"));
            socket.shutdownOutput();

            assertThat(rest(socket)).isEqualTo("answer to question");
        }
    }

    @Test
    void hearsACallerAfterTheServerHasEndedItsHalf() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        server(caller -> {
            caller.getOutputStream().write(bytes("bye"));
            caller.shutdownOutput();
            heard.complete(rest(caller));
        });

        try (Socket socket = connect()) {
            assertThat(rest(socket)).isEqualTo("bye");
            socket.getOutputStream().write(bytes("one more"));
            socket.shutdownOutput();

            assertThat(heard.get(1, TimeUnit.MINUTES)).isEqualTo("one more");
        }
    }

    @Test
    void carriesMegabytesUpToTheEndOfAHalf() throws Exception {
        AtomicLong received = new AtomicLong();
        server(caller -> {
            InputStream in = caller.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received.addAndGet(read);
            }
            caller.getOutputStream().write(bytes("got " + received.get()));
        });

        try (Socket socket = connect()) {
            for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(MEGABYTE);
            }
            socket.shutdownOutput();

            assertThat(rest(socket)).isEqualTo("got " + 64L * MEGABYTE.length);
        }
    }

    @Test
    void slowsAWriterDownWhoseReaderWaits() throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        server(caller -> read.join());
        AtomicLong written = new AtomicLong();

        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            threads.execute(() -> fill(out, written));
            AtomicLong before = new AtomicLong(-1);
            await().until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());

            assertThat(written.get()).isLessThan(32L * MEGABYTE.length);
        } finally {
            read.complete(null);
        }
    }

    private static void fill(OutputStream out, AtomicLong written) {
        try {
            while (true) {
                out.write(MEGABYTE, 0, 1 << 14);
                written.addAndGet(1 << 14);
            }
        } catch (IOException closed) {
            written.addAndGet(0);
        }
    }

    @Test
    void endsACallersConnectionWithTheServers() throws Exception {
        server(Socket::close);

        try (Socket socket = connect()) {
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void endsAServersConnectionWithTheCallers() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        server(caller -> heard.complete(rest(caller)));

        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes("gone"));
        }

        assertThat(heard.get(1, TimeUnit.MINUTES)).isEqualTo("gone");
    }

    @Test
    void endsAConnectionThatNobodyTakes() throws Exception {
        listening.close();

        try (Socket socket = connect()) {
            assertThat(rest(socket)).isEmpty();
        }
    }
}

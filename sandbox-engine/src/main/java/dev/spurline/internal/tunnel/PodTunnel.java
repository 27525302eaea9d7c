// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loopback port whose connections end in a pod. The pod is asked for anew with each connection, so that the tunnel
 * outlives a restart.
 */
public final class PodTunnel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodTunnel.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int BUFFER = 16 * 1024;

    /** How long a client that has said all it wants to say waits for an answer of which nothing more comes. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Supplier<PodPort> target;
    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Failure latest;

    private PodTunnel(KubernetesClient client, Supplier<PodPort> target, ServerSocket listener) {
        this.client = client;
        this.target = target;
        this.listener = listener;
        String name = "spurline-tunnel-" + NUMBERS.incrementAndGet();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a tunnel; no connection to the pod is made before there is one to the tunnel.
     *
     * @param client reaches the cluster
     * @param target names the pod's port at this moment, or throws if there is none
     * @return the open tunnel
     */
    public static PodTunnel open(KubernetesClient client, Supplier<PodPort> target) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            PodTunnel tunnel = new PodTunnel(client, target, listener);
            tunnel.threads.execute(tunnel::accept);
            return tunnel;
        } catch (IOException e) {
            throw new UncheckedIOException("No loopback port for a tunnel", e);
        }
    }

    /** Returns where the tunnel begins. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Returns why a connection to the pod last failed.
     *
     * @param nanoTime what failed before does not count
     */
    Optional<String> failureSince(long nanoTime) {
        return Optional.ofNullable(latest)
                .filter(failure -> failure.nanoTime - nanoTime > 0)
                .map(Failure::reason);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                // Ownership passes to the connection, which closes the socket at its end.
                take(new Connection(listener.accept()));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("Tunnel at [{}] could not take a connection: {}", uri(), e.toString());
                }
            }
        }
    }

    /** Either this sees that the tunnel is closed, or whoever closes it sees the connection. */
    private void take(Connection connection) {
        connections.add(connection);
        try {
            if (listener.isClosed()) {
                connection.close();
            } else {
                threads.execute(connection::pump);
            }
        } catch (RejectedExecutionException e) {
            connection.close();
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        connections.forEach(Connection::close);
        threads.shutdownNow();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("Closing a tunnel's end", e);
        }
    }

    private record Failure(String reason, long nanoTime) {}

    /** One connection: what the socket sends goes up on this tunnel's threads, and so does what comes down. */
    private final class Connection implements PodStream.Sink {

        private final Socket socket;
        private volatile @Nullable PodStream stream;
        private boolean asked;
        private boolean over;
        private Deadline patience = Deadline.in(LAST_WORDS);
        private CompletableFuture<@Nullable Void> tail = CompletableFuture.completedFuture(null);

        Connection(Socket socket) {
            this.socket = socket;
        }

        void pump() {
            // Not a resource: it would close the socket before the failure is told, and the client would look for the
            // reason in vain.
            try {
                InputStream in = socket.getInputStream();
                socket.setTcpNoDelay(true);
                PodStream up = PodStream.open(client, target.get(), this).join();
                stream = up;
                copy(in, up);
                awaitAnswer();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | CompletionException e) {
                failed(e);
                LOG.debug("Tunnel at [{}] lost a connection: {}", uri(), e.toString());
            } catch (RuntimeException e) {
                failed(e);
                LOG.warn("Tunnel at [{}] has nowhere to lead: {}", uri(), FailureText.of(e));
            } finally {
                close();
            }
        }

        private void copy(InputStream in, PodStream up) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                spoke(true);
                up.send(ByteBuffer.wrap(buffer, 0, read));
                while (up.congested() && !socket.isClosed()) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }

        /**
         * A client that has closed its half after a question still wants the answer. One that has had its answer is gone; a
         * WebSocket has no way to tell the pod of either.
         */
        private synchronized void awaitAnswer() throws InterruptedException {
            boolean wanted = asked;
            while (wanted && !over && !patience.over()) {
                wait(patience.left().toMillis() + 1);
            }
        }

        private synchronized void spoke(boolean client) {
            asked = client;
            patience = Deadline.in(LAST_WORDS);
        }

        @Override
        public void data(ByteBuffer data, Runnable next) {
            // The client's event loop must not block on a slow reader of the socket.
            run(() -> {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                try {
                    // Before it is written: who has read it may be gone at once.
                    spoke(false);
                    socket.getOutputStream().write(bytes);
                    next.run();
                } catch (IOException e) {
                    close();
                }
            });
        }

        @Override
        public void end(@Nullable IOException error) {
            if (error != null && !ended()) {
                failed(error);
                LOG.warn("Tunnel at [{}] has lost a connection: {}", uri(), FailureText.of(error));
            }
            run(this::close);
        }

        /** What breaks because the connection has ended is no reason for that. */
        private void failed(Exception failure) {
            if (!ended()) {
                latest = new Failure(FailureText.of(failure), System.nanoTime());
            }
        }

        private synchronized boolean ended() {
            return over;
        }

        /** Runs tasks one after the other, so that the end does not overtake the last data. */
        private synchronized void run(Runnable task) {
            tail = tail.handleAsync(
                    (done, failure) -> {
                        task.run();
                        return null;
                    },
                    threads);
        }

        void close() {
            connections.remove(this);
            closeQuietly(socket);
            synchronized (this) {
                over = true;
                notifyAll();
            }
            PodStream open = stream;
            if (open != null) {
                open.close();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads what ports of pods say, such as their proxies' metrics. Connections are kept, as the same few pages are read over
 * and over and each new connection costs a handshake with the API server.
 */
public final class PodPages implements AutoCloseable {

    /** How long after an exchange a connection that stands is taken to be alive. */
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final Duration timeout;
    private final Map<PodPort, Session> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Reads through a client.
     *
     * @param client the client
     * @param timeout how long one page may take
     */
    public PodPages(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Gets a page.
     *
     * @param target the port
     * @param path path and query
     * @return the body of a 200; all else fails the future with an {@link IOException} that names the pod
     */
    public CompletableFuture<String> get(PodPort target, String path) {
        return session(target).get(path);
    }

    /**
     * Sees to it that a connection is there when a page is wanted; does not wait, and whether it can be shows then.
     *
     * @param path what to try a connection with that has not been used for a while
     */
    public void warm(PodPort target, String path) {
        session(target).warm(path);
    }

    private Session session(PodPort target) {
        Session session = sessions.computeIfAbsent(target, Session::new);
        if (closed) {
            session.close();
        }
        return session;
    }

    /** Ends the connections to a pod that is no longer of interest. */
    public void forget(String namespace, String pod) {
        sessions.keySet().stream()
                .filter(target ->
                        target.namespace().equals(namespace) && target.pod().equals(pod))
                .toList()
                .forEach(target -> {
                    Session session = sessions.remove(target);
                    if (session != null) {
                        session.close();
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
        sessions.values().forEach(Session::close);
        sessions.clear();
    }

    /** The connection to one port; one exchange at a time. */
    private final class Session {

        private final PodPort target;
        private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
        private CompletableFuture<PageStream> stream = CompletableFuture.failedFuture(new IOException("not open yet"));
        private boolean ended;

        /** When the last exchange ended, well or not; without a lock, as each answer sets it. */
        private volatile long used = System.nanoTime();

        Session(PodPort target) {
            this.target = target;
        }

        synchronized CompletableFuture<String> get(String path) {
            CompletableFuture<String> page = last.thenCompose(free -> exchange(path));
            last = page.handle((body, failure) -> true);
            return page.whenComplete((body, failure) -> used = System.nanoTime());
        }

        synchronized void warm(String path) {
            if (ended) {
                return;
            }
            if (!usable()) {
                stream = PageStream.open(client, target);
            } else if (stream.isDone() && System.nanoTime() - used > FRESH.toNanos()) {
                var unused = get(path);
            }
        }

        /** Returns whether there is a connection, or will be. */
        private boolean usable() {
            return !stream.isDone()
                    || (!stream.isCompletedExceptionally() && stream.join().open());
        }

        private synchronized CompletableFuture<String> exchange(String path) {
            if (!ended && usable()) {
                // The other side may have closed an idle connection a moment ago.
                return stream.thenCompose(open -> open.get(path, timeout)).exceptionallyCompose(failure -> anew(path));
            }
            return anew(path);
        }

        private synchronized CompletableFuture<String> anew(String path) {
            if (ended) {
                return CompletableFuture.failedFuture(new IOException("Nobody reads [%s] any more".formatted(target)));
            }
            end(stream);
            stream = PageStream.open(client, target);
            return stream.thenCompose(open -> open.get(path, timeout));
        }

        void close() {
            CompletableFuture<PageStream> ending;
            synchronized (this) {
                ended = true;
                ending = stream;
            }
            // Fails the reading under way, whose reader may need what others hold who wait for this lock.
            end(ending);
        }

        private static void end(CompletableFuture<PageStream> stream) {
            var unused = stream.thenAccept(PageStream::close);
        }
    }
}

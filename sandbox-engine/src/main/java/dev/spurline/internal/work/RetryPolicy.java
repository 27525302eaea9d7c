// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often a request is sent again that the server refuses for the moment, or that breaks on its way. */
public final class RetryPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    /** As long as a server that is started anew is gone: nothing is given up before. */
    public static final Duration PATIENCE = Duration.ofSeconds(32);

    /** With pauses that grow from {@link #firstPause()} to 32 times that, at least as long as {@link #PATIENCE}. */
    public static final int PATIENT = 14;

    private static final int SHORTEST_PAUSE_MILLIS = 105;
    private static final int LONGEST_PAUSE_MILLIS = 135;

    private RetryPolicy() {}

    /**
     * Makes a call again whose answer broke off or took too long: the client sends again what did not get through at all, but
     * not what began to be answered. The call must bear being made twice. It goes on for {@link #PATIENCE}.
     *
     * @param what what it does, for the message, such as {@code LIST pods}
     * @param call the call
     * @throws KubernetesClientException what the last attempt threw
     */
    public static <T> T whole(String what, Supplier<T> call) {
        Deadline deadline = Deadline.in(PATIENCE);
        return whole(what, attempt -> deadline.over(), call);
    }

    /** Makes a call again in the same way, but not more often than that in all. */
    public static <T> T whole(String what, int most, Supplier<T> call) {
        return whole(what, attempt -> attempt == most, call);
    }

    private static <T> T whole(String what, IntPredicate last, Supplier<T> call) {
        RetryBackoff backoff =
                new RetryBackoff(() -> ThreadLocalRandom.current().nextDouble());
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (KubernetesClientException e) {
                // With a status, the answer was whole.
                if (e.getCode() > 0) {
                    throw e;
                }
                if (last.test(attempt) || Thread.currentThread().isInterrupted()) {
                    throw new KubernetesClientException(
                            "%s failed: %s".formatted(what, ErrorMessage.of(FailureCollector.root(e))), e);
                }
                LOG.debug("{} broke off, asking again: {}", what, e.getMessage());
                LockSupport.parkNanos(backoff.next().toNanos());
            }
        }
    }

    /** Returns how many milliseconds a client waits first; by chance, so that not all come back at once to a server in need. */
    public static int firstPause() {
        return ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /**
     * Sends the requests of a call less often than others.
     *
     * @param client the client
     * @param again how often after the first time
     * @param longest how long each may take
     * @param call the call
     */
    public static <T> T limited(
            KubernetesClient client, int again, Duration longest, Function<KubernetesClient, T> call) {
        RequestConfig config = new RequestConfigBuilder(
                        client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(again)
                .withRequestTimeout((int) longest.toMillis())
                .build();
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(config)
                .call(call::apply);
    }
}

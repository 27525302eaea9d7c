// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.embedded.internal.threads.NamedVertx;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The one client that controllers, node and mesh of a cluster share; its threads carry our name and end with it. */
public final class ClusterClient implements AutoCloseable {

    /** One for all clients of a JVM: each takes tens of milliseconds to learn how objects are read. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** How long a server may take to answer, in milliseconds: what it has not said then, it will not say. */
    private static final int LONGEST_MILLIS = 60_000;

    private final ExecutorService tasks = makeTasks();
    private final KubernetesClient client;
    private final Runnable end;

    private ClusterClient(Config config, Function<Executor, HttpClient.Factory> factory, Runnable end) {
        this.client = builder()
                .withConfig(config)
                .withHttpClientFactory(factory.apply(tasks))
                .withTaskExecutor(tasks)
                .build();
        this.end = end;
    }

    /** Returns what makes a client that reads objects as all others of this JVM do. */
    public static KubernetesClientBuilder builder() {
        return new KubernetesClientBuilder().withKubernetesSerialization(SERIALIZATION);
    }

    /** Returns what makes such a client of a server that answers late where a machine has much else to do. */
    public static KubernetesClientBuilder builder(Config config) {
        return builder().withConfig(patient(config).build());
    }

    private static ConfigBuilder patient(Config config) {
        return new ConfigBuilder(config).withConnectionTimeout(LONGEST_MILLIS).withRequestTimeout(LONGEST_MILLIS);
    }

    /**
     * Makes a client that reaches the API server over connections. It watches by plain requests: the library opens a WebSocket
     * before it listens to it, so that changes that came with the handshake were lost on a busy machine.
     */
    public static ClusterClient remote(Config config) {
        Vertx vertx = NamedVertx.start("spurline-cluster-", 2, 2);
        return new ClusterClient(
                new ConfigBuilder(config).withOnlyHttpWatches(true).build(),
                tasks -> new VertxHttpClientFactory(vertx),
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
    }

    /**
     * Makes a client of an API server in this process.
     *
     * @param factory gives the way to it, on the given threads
     * @param authority the certificate by which pods know it, as PEM
     */
    public static ClusterClient inProcess(Function<Executor, HttpClient.Factory> factory, String authority) {
        Config config = patient(Config.empty())
                .withMasterUrl("https://kubernetes.default.svc")
                .withNamespace("default")
                .withCaCertData(Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)))
                .build();
        return new ClusterClient(config, factory, () -> {});
    }

    /** Returns the client. */
    public KubernetesClient get() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        end.run();
        tasks.shutdownNow();
        try {
            tasks.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService makeTasks() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "spurline-cluster-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}

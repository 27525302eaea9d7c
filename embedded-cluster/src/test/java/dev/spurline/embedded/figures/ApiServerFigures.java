// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the API server over HTTPS, with eight clients in the same JVM, as a test suite has them: requests per second,
 * what a hundred watchers of a thousand new objects hear per second, and the memory that ten thousand objects take.
 */
class ApiServerFigures {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServerFigures.class);
    private static final int CLIENTS = 8;
    private static final int OBJECTS = 1_000;
    private static final int WATCHERS = 100;
    private static final int MANY = 10_000;
    private static final int ROUNDS = 5;

    private final ApiServer server = ApiServer.start();
    private HttpClient http;

    @BeforeEach
    void connect() throws Exception {
        Config config = Config.fromKubeconfig(server.kubeconfig());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, SSLUtils.trustManagers(config), null);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requests() {
        List<double[]> rounds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            String namespace = namespace("load-" + round);
            rounds.add(new double[] {
                rate(OBJECTS, number -> post(namespace, number)),
                rate(5 * OBJECTS, number -> get(namespace + "/c" + number % OBJECTS)),
                rate(50, number -> get(namespace)),
                rate(OBJECTS, number -> patch(namespace, number)),
                rate(OBJECTS, number -> request(namespace + "/c" + number).DELETE())
            });
        }
        List<double[]> counted = rounds.subList(1, rounds.size());
        LOG.info("create: {} per second", median(counted, 0));
        LOG.info("get: {} per second", median(counted, 1));
        LOG.info("list of {} objects: {} per second", OBJECTS, median(counted, 2));
        LOG.info("merge patch: {} per second", median(counted, 3));
        LOG.info("delete: {} per second", median(counted, 4));
    }

    @Test
    void watchers() throws Exception {
        List<double[]> rounds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            rounds.add(new double[] {fanOut(namespace("watch-" + round))});
        }
        LOG.info(
                "{} watchers of {} new objects: {} events per second",
                WATCHERS,
                OBJECTS,
                median(rounds.subList(1, rounds.size()), 0));
    }

    @Test
    void memory() {
        String namespace = namespace("memory");
        rate(OBJECTS, number -> post(namespace, number));
        long before = used();
        rate(MANY, number -> post(namespace, OBJECTS + number));
        long bytes = used() - before;
        LOG.info("{} ConfigMaps with a kilobyte of data each: {} MiB", MANY, bytes >> 20);
    }

    private double fanOut(String namespace) throws Exception {
        LongAdder heard = new LongAdder();
        CountDownLatch open = new CountDownLatch(WATCHERS);
        CountDownLatch all = new CountDownLatch(WATCHERS);
        List<CompletableFuture<?>> watches = new ArrayList<>();
        for (int watcher = 0; watcher < WATCHERS; watcher++) {
            watches.add(http.sendAsync(
                    get(namespace + "?watch=true&resourceVersion=0").build(), answer -> {
                        open.countDown();
                        return HttpResponse.BodySubscribers.ofByteArrayConsumer(new Counter(heard, all));
                    }));
        }
        assertThat(open.await(1, TimeUnit.MINUTES)).isTrue();
        long begin = System.nanoTime();
        rate(OBJECTS, number -> post(namespace, number));
        assertThat(all.await(120, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - begin) / 1e9;
        watches.forEach(watch -> watch.cancel(true));
        assertThat(heard.sum()).isEqualTo((long) WATCHERS * OBJECTS);
        return heard.sum() / seconds;
    }

    /** Counts the lines of one watch. */
    private static final class Counter implements java.util.function.Consumer<java.util.Optional<byte[]>> {

        private final LongAdder heard;
        private final CountDownLatch all;
        private int lines;

        Counter(LongAdder heard, CountDownLatch all) {
            this.heard = heard;
            this.all = all;
        }

        @Override
        public void accept(java.util.Optional<byte[]> bytes) {
            for (byte next : bytes.orElse(new byte[0])) {
                if (next == '\n') {
                    heard.increment();
                    lines++;
                    if (lines == OBJECTS) {
                        all.countDown();
                    }
                }
            }
        }
    }

    private double rate(int requests, IntFunction<HttpRequest.Builder> request) {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                        .mapToObj(client -> ask(next, requests, request))
                        .toArray(CompletableFuture[]::new))
                .join();
        return requests * 1e9 / (System.nanoTime() - begin);
    }

    private CompletableFuture<Void> ask(AtomicInteger next, int requests, IntFunction<HttpRequest.Builder> request) {
        int number = next.getAndIncrement();
        if (number >= requests) {
            return CompletableFuture.completedFuture(null);
        }
        return http.sendAsync(request.apply(number).build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenCompose(answer -> {
                    assertThat(answer.statusCode()).isBetween(200, 201);
                    return ask(next, requests, request);
                });
    }

    private String namespace(String name) {
        String path = "/api/v1/namespaces";
        rate(
                1,
                number -> request(path)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name
                                        + "\"}}")));
        return path + "/" + name + "/configmaps";
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder post(String path, int number) {
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c%d\"},\"data\":{\"k\":\"%s\"}}";
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body.formatted(number, "x".repeat(1024))));
    }

    private HttpRequest.Builder patch(String path, int number) {
        return request(path + "/c" + number)
                .setHeader("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"data\":{\"l\":\"" + number + "\"}}"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + server.adminToken());
    }

    private static long median(List<double[]> rounds, int figure) {
        double[] sorted =
                rounds.stream().mapToDouble(round -> round[figure]).sorted().toArray();
        LOG.debug("{}", Arrays.toString(sorted));
        return Math.round(sorted[sorted.length / 2]);
    }

    private static long used() {
        for (int round = 0; round < 5; round++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints come and go under load: no request is lost, whichever method it has. */
class DrainTests extends ProxyTestCase {

    private static final int CALLERS = 16;

    private final AtomicIntegerArray progress = new AtomicIntegerArray(CALLERS);
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @ParameterizedTest
    @EnumSource
    void losesNoRequestWhenEndpointsAreReplaced(HttpClient.Version version) throws Exception {
        HttpServer old = start(0);
        List<CompletableFuture<Void>> load = IntStream.range(0, CALLERS)
                .mapToObj(caller -> call(caller, version))
                .toList();

        for (int generation = 1; generation <= 10; generation++) {
            HttpServer next = start(generation);
            awaitAnswers(generation);
            removeEndpoint(PRICING, pod(generation - 1));
            awaitTwoAnswersForEach();
            DataPlane.join(old.close());
            old = next;
        }
        enough.set(true);

        for (CompletableFuture<Void> caller : load) {
            assertThat(caller).succeedsWithin(Duration.ofMinutes(1));
        }
        assertThat(answers).hasSize(11);
    }

    private HttpServer start(int generation) {
        return pod(PRICING, pod(generation), request -> answer(request, pod(generation)));
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String pod) {
        return counts.computeIfAbsent(pod, key -> new AtomicInteger());
    }

    private static String pod(int generation) {
        return "pricing-" + generation;
    }

    private static void answer(HttpServerRequest request, String name) {
        request.body().onSuccess(body -> request.response().end(name));
    }

    private void awaitAnswers(int generation) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> count(answers, pod(generation)).get() > CALLERS);
    }

    /** A caller's second answer is to a request that was decided on after the removal: none is on its way any more. */
    private void awaitTwoAnswersForEach() {
        int[] before = IntStream.range(0, CALLERS).map(progress::get).toArray();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> IntStream.range(0, CALLERS).allMatch(caller -> progress.get(caller) > before[caller] + 1));
    }

    private CompletableFuture<Void> call(int number, HttpClient.Version version) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(PRICING, "/")).version(version).timeout(Duration.ofMinutes(1));
        HttpRequest ready = number % 2 == 0
                ? request.build()
                : request.POST(HttpRequest.BodyPublishers.ofString("body")).build();
        return http.sendAsync(ready, HttpResponse.BodyHandlers.ofString()).thenCompose(response -> {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            count(answers, response.body()).incrementAndGet();
            progress.incrementAndGet(number);
            return enough.get() ? CompletableFuture.completedFuture(null) : call(number, version);
        });
    }
}

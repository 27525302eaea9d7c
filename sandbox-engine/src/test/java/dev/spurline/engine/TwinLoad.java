// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests without a key to both {@link Twins}, all the time. What the sandboxed one answers is compared with what the
 * other answered around that moment: that is what it would be without Spurline.
 */
final class TwinLoad implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/b");

    /** A change reaches two Services at two moments, and is to be followed within a second. */
    private static final Duration AROUND = Duration.ofSeconds(1);

    /** What is answered in that time where nothing else runs: a machine that is busy may take longer for both. */
    private static final int ANSWERS_AROUND = 300;

    /** Often enough to see each moment; a load without pause would take the processor from those who are to follow. */
    private static final Duration PACE = Duration.ofMillis(1);

    private final Function<String, URI> entries;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    private TwinLoad(Function<String, URI> entries) {
        this.entries = entries;
        this.threads = List.of(
                new Thread(() -> send("back"), "twin-load-back"), new Thread(() -> send("twin"), "twin-load-twin"));
    }

    static TwinLoad on(HopsCluster cluster) {
        return at(service -> cluster.entry(CallingPod.name(service)));
    }

    /**
     * Starts one.
     *
     * @param entries where a Service is entered
     */
    static TwinLoad at(Function<String, URI> entries) {
        TwinLoad load = new TwinLoad(entries);
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Waits until proxies follow what was just written: the two Services are told of it at two moments. */
    static void awaitAnswers(HopsCluster cluster, String text) {
        Stream.of("back", "twin")
                .forEach(service -> await().untilAsserted(() ->
                        assertThat(get(cluster.entry(CallingPod.name(service)))).contains(text)));
    }

    private void send(String service) {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            String path = PATHS.get(i % PATHS.size());
            long begun = System.nanoTime();
            try {
                answers.add(new Answer(
                        service,
                        path,
                        begun,
                        System.nanoTime(),
                        get(entries.apply(service).resolve(path))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private static String get(URI uri) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body() + " "
                    + answer.headers().firstValue("x-rule").orElse("-");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits until so many more requests were sent that each change of routes before is told by some. */
    void awaitMore() {
        int before = sent();
        await().atMost(Duration.ofMinutes(1)).until(() -> sent() > before + 80);
    }

    int sent() {
        return answers.size();
    }

    /** Returns the answers of the sandboxed Service that the other did not give around that moment. */
    List<Answer> wrong() {
        List<Answer> twin = answers.stream()
                .filter(answer -> answer.service().equals("twin"))
                .toList();
        return answers.stream()
                .filter(answer -> answer.service().equals("back"))
                .filter(answer -> {
                    Set<String> right = around(answer, twin);
                    return !right.isEmpty() && !right.contains(answer.text());
                })
                .toList();
    }

    /**
     * Returns what was answered around an answer.
     *
     * @param twin the answers of the other Service, in their order
     */
    private static Set<String> around(Answer answer, List<Answer> twin) {
        int first = before(twin, answer.begun() - AROUND.toNanos());
        int last = before(twin, answer.ended() + AROUND.toNanos());
        int middle = before(twin, answer.begun());
        return twin
                .subList(
                        Math.max(0, Math.min(first, middle - ANSWERS_AROUND)),
                        Math.min(twin.size(), Math.max(last, middle + ANSWERS_AROUND)))
                .stream()
                .filter(other -> other.path().equals(answer.path()))
                .map(Answer::text)
                .collect(Collectors.toSet());
    }

    /** Returns how many of some answers had ended before a moment. */
    private static int before(List<Answer> ordered, long moment) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered.get(middle).ended() - moment < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One answer. */
    record Answer(String service, String path, long begun, long ended, String text) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

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
import java.util.stream.Collectors;

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

    /** Often enough to see each moment; a load without pause would take the processor from those who are to follow. */
    private static final Duration PACE = Duration.ofMillis(1);

    private final HopsCluster cluster;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    private TwinLoad(HopsCluster cluster) {
        this.cluster = cluster;
        this.threads = List.of(
                new Thread(() -> send("back"), "twin-load-back"), new Thread(() -> send("twin"), "twin-load-twin"));
    }

    static TwinLoad on(HopsCluster cluster) {
        TwinLoad load = new TwinLoad(cluster);
        load.threads.forEach(Thread::start);
        return load;
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
                        get(cluster.entry(CallingPod.name(service)).resolve(path))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private static String get(URI uri) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body() + " "
                    + answer.headers().firstValue("x-rule").orElse("-");
        } catch (IOException e) {
            return e.toString();
        }
    }

    int sent() {
        return answers.size();
    }

    /** Returns the answers of the sandboxed Service that the other did not give around that moment. */
    List<Answer> wrong() {
        return answers.stream()
                .filter(answer -> answer.service().equals("back"))
                .filter(answer -> !around(answer).isEmpty() && !around(answer).contains(answer.text()))
                .toList();
    }

    private Set<String> around(Answer answer) {
        return answers.stream()
                .filter(other -> other.service().equals("twin") && other.path().equals(answer.path()))
                .filter(other -> other.begun() - answer.ended() < AROUND.toNanos()
                        && answer.begun() - other.ended() < AROUND.toNanos())
                .map(Answer::text)
                .collect(Collectors.toSet());
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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the image of the recordings does, by its first argument. */
final class RecordedProgram implements Images.Program {

    private static final int PORT = 8080;
    private static final Duration UNTIL_READY = Duration.ofSeconds(4);

    @Override
    public PodServer start(PodContainer container) throws IOException {
        String what = container.args().isEmpty() ? "" : container.args().get(0);
        switch (what) {
            case "crash" -> {
                container.log("about to crash: cannot open database");
                later(() -> container.exit(3));
            }
            case "done" -> later(() -> container.exit(0));
            case "ignoreterm" -> {
                return PodServer.of(Map.of(), () -> new CountDownLatch(1).await());
            }
            case "env" -> new TreeMap<>(container.env()).forEach((name, value) -> container.log(name + "=" + value));
            default -> {
                return serve(container);
            }
        }
        return PodServer.of(Map.of(), () -> {});
    }

    /** A process takes its time to start and to end; without it the running state could not be seen. */
    private static void later(Runnable end) {
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(end);
    }

    private static PodServer serve(PodContainer container) throws IOException {
        long begin = System.nanoTime();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(System.nanoTime() - begin < UNTIL_READY.toNanos() ? 503 : 200, -1);
            exchange.close();
        });
        http.start();
        container.log("listening on " + PORT);
        return PodServer.of(PORT, http.getAddress().getPort(), () -> end(http));
    }

    /** The recorded program takes a second to end. */
    private static void end(HttpServer http) throws InterruptedException {
        try {
            boolean never = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
            assert !never;
        } finally {
            http.stop(0);
        }
    }
}

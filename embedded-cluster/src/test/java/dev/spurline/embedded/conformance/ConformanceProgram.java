// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the image {@code conformance/app} does: serves, or what its first argument says. */
final class ConformanceProgram implements Images.Program {

    @Override
    public PodServer start(PodContainer container) throws IOException {
        String what = container.args().isEmpty() ? "serve" : container.args().get(0);
        container.log("started " + what);
        switch (what) {
            case "env" -> new TreeMap<>(container.env()).forEach((name, value) -> container.log(name + "=" + value));
            case "cat" -> cat(container);
            case "wait" -> container.log("for ever");
            case "exit" ->
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
                        .execute(() ->
                                container.exit(Integer.parseInt(container.args().get(1))));
            default -> {
                return serve();
            }
        }
        return PodServer.of(Map.of(), () -> {});
    }

    private static void cat(PodContainer container) throws IOException {
        for (String path : container.args().subList(1, container.args().size())) {
            // Arguments that name a mount path have become paths of this machine.
            Path file = Path.of(path);
            container.log(Files.exists(file) ? Files.readString(file) : "absent");
        }
    }

    private static PodServer serve() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            int status = exchange.getRequestURI().getPath().equals("/broken") ? 500 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        http.start();
        return PodServer.of(8080, http.getAddress().getPort(), () -> http.stop(0));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.kubelet;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.container.ContainerLog;
import dev.spurline.embedded.internal.node.container.ContainerWorker;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.pod.PodWorker;
import dev.spurline.embedded.internal.tls.TlsEngine;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The kubelet's endpoint: logs, port-forward, health.
 *
 * <p>Source: {@code pkg/kubelet/server/server.go}.
 */
public final class KubeletEndpoint {

    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final NetClient net;
    private final BiFunction<String, String, Optional<PodWorker>> pods;

    private KubeletEndpoint(Vertx vertx, BiFunction<String, String, Optional<PodWorker>> pods) {
        this.vertx = vertx;
        this.net = vertx.createNetClient();
        this.pods = pods;
    }

    /** Opens the endpoint with TLS on a loopback port of the system's choice. */
    public static CompletableFuture<HttpServer> open(
            Vertx vertx, KeyCertOptions certificate, BiFunction<String, String, Optional<PodWorker>> pods) {
        return open(
                vertx,
                options().setSslEngineOptions(new TlsEngine()).setSsl(true).setKeyCertOptions(certificate),
                pods);
    }

    /** Opens the endpoint without TLS, for an API server of the same JVM, on a loopback port of the system's choice. */
    public static CompletableFuture<HttpServer> openPlain(
            Vertx vertx, BiFunction<String, String, Optional<PodWorker>> pods) {
        return open(vertx, options(), pods);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(NodeContext.HOST_IP)
                .setPort(0)
                .setSslHandshakeTimeout(TlsEngine.HANDSHAKE_SECONDS)
                .addWebSocketSubProtocol(PROTOCOL)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE);
    }

    private static CompletableFuture<HttpServer> open(
            Vertx vertx, HttpServerOptions options, BiFunction<String, String, Optional<PodWorker>> pods) {
        KubeletEndpoint endpoint = new KubeletEndpoint(vertx, pods);
        return vertx.createHttpServer(options)
                // Callers may go as they like: without a handler, Vert.x logs each reset as an error.
                .connectionHandler(connection -> connection.exceptionHandler(reset -> {}))
                .requestHandler(endpoint::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture();
    }

    private void answer(HttpServerRequest request) {
        String[] path = Stream.of(request.path().split("/", -1))
                .map(part -> io.vertx.core.net.impl.URIDecoder.decodeURIComponent(part, false))
                .toArray(String[]::new);
        if (path.length == 2 && path[1].equals("healthz")) {
            request.response().end("ok");
        } else if (path.length == 5 && path[1].equals("containerLogs")) {
            log(request, path);
        } else if (path.length >= 4 && path[1].equals("portForward")) {
            forward(request, path);
        } else {
            refuse(request, 404, "404 page not found");
        }
    }

    private void log(HttpServerRequest request, String[] path) {
        Optional<PodWorker> pod = pods.apply(path[2], path[3]);
        Optional<ContainerWorker> container = pod.flatMap(worker -> worker.container(path[4]));
        if (container.isEmpty()) {
            String message = pod.isEmpty()
                    ? "pod \"%s\" does not exist".formatted(path[3])
                    : "container \"%s\" not found in pod \"%s\"".formatted(path[4], path[3]);
            refuse(request, 404, message);
            return;
        }
        try {
            LogRequest wanted = LogRequest.of(request.params());
            Optional<ContainerLog> log = container.get().log(wanted.previous());
            if (log.isPresent()) {
                LogStream.write(log.get(), wanted, request.response(), vertx.getOrCreateContext());
            } else {
                refuse(request, 400, LogAbsence.reason(pod.get(), container.get(), path[3], wanted.previous()));
            }
        } catch (IllegalArgumentException e) {
            refuse(request, 400, FailureText.of(e));
        }
    }

    private void forward(HttpServerRequest request, String[] path) {
        Optional<PodWorker> pod = pods.apply(path[2], path[3]);
        List<Integer> ports = ports(request.params());
        String upgrade = String.valueOf(request.getHeader("Upgrade"));
        if (!upgrade.equalsIgnoreCase("websocket")) {
            refuse(
                    request,
                    400,
                    "port-forward needs a WebSocket with subprotocol %s, not [%s]".formatted(PROTOCOL, upgrade));
        } else if (pod.isEmpty()) {
            refuse(request, 404, "pod \"%s\" does not exist".formatted(path[3]));
        } else if (ports.isEmpty()) {
            refuse(request, 400, "query parameter \"port\" is required");
        } else {
            request.toWebSocket().onSuccess(socket -> PortForward.connect(socket, pod.get(), ports, net));
        }
    }

    private static List<Integer> ports(MultiMap parameters) {
        return Stream.concat(parameters.getAll("ports").stream(), parameters.getAll("port").stream())
                .flatMap(list -> Arrays.stream(list.split(",")))
                .filter(number -> number.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .filter(number -> number > 0 && number < 65536)
                .toList();
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.version.KubernetesVersion;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a container over the network whether it is well. Empty: it is; else what a kubelet would say.
 *
 * <p>Source: {@code pkg/probe/http/http.go}, {@code pkg/probe/tcp/tcp.go} and {@code pkg/probe/grpc/grpc.go}.
 */
public final class HealthCheck {

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final HttpClient http;
    private final NetClient net;
    private final GrpcHealthCheck grpc;

    public HealthCheck(Vertx vertx) {
        this.vertx = vertx;
        HttpClientOptions options =
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false).setKeepAlive(false);
        // A process that ends resets the connection of a probe. The probe tells it; Vert.x would log it as an error,
        // too.
        http = vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(reset -> {}))
                .build();
        net = vertx.createNetClient(new NetClientOptions());
        grpc = new GrpcHealthCheck(vertx, net);
    }

    /**
     * Where a pod's port really is.
     *
     * @param podIp the pod's fictitious address
     * @param port the container port
     * @param local the loopback port; empty: nothing listens there
     */
    public record ProbeTarget(String podIp, int port, Optional<Integer> local) {

        String address() {
            return podIp + ":" + port;
        }
    }

    /** A server answers, but not in HTTP/2, which gRPC needs. */
    public static final class NoHttp2Exception extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoHttp2Exception() {
            super("error: the server does not speak HTTP/2, which gRPC needs");
        }
    }

    public CompletableFuture<Optional<String>> http(HTTPGetAction action, ProbeTarget target, Duration timeout) {
        return ask(action, target, timeout, agent("kube-probe"), HealthCheck::judge);
    }

    /** Asks as a lifecycle hook does, to which each answer is right. */
    public CompletableFuture<Optional<String>> reach(HTTPGetAction action, ProbeTarget target, Duration timeout) {
        return ask(action, target, timeout, agent("kube-lifecycle"), status -> Optional.empty());
    }

    private static String agent(String name) {
        return name + "/" + KubernetesVersion.major() + "." + KubernetesVersion.minor();
    }

    private CompletableFuture<Optional<String>> ask(
            HTTPGetAction action,
            ProbeTarget target,
            Duration timeout,
            String agent,
            Function<Integer, Optional<String>> verdict) {
        boolean tls = "https".equalsIgnoreCase(action.getScheme());
        String path = action.getPath() == null || action.getPath().isEmpty() ? "/" : action.getPath();
        String uri = path.startsWith("/") ? path : "/" + path;
        String url = "%s://%s%s".formatted(tls ? "https" : "http", target.address(), uri);
        if (target.local().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("Get \"%s\": %s".formatted(url, refused(target))));
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(target.local().get(), LOOPBACK))
                .setHost(target.podIp())
                .setPort(target.port())
                .setSsl(tls)
                .setURI(uri)
                .setTimeout(timeout.toMillis())
                .setConnectTimeout(timeout.toMillis());
        request.putHeader("User-Agent", agent).putHeader("Accept", "*/*");
        for (HTTPHeader header : Optional.ofNullable(action.getHttpHeaders()).orElse(List.of())) {
            request.putHeader(header.getName(), header.getValue());
        }
        return http.request(request)
                .compose(opened -> status(opened, timeout))
                .map(verdict)
                .otherwise(failure -> Optional.of("Get \"%s\": %s".formatted(url, reason(failure, target, true))))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The request's own timeout ends with the head of the answer; its body has what is left of it. */
    private Future<Integer> status(HttpClientRequest opened, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        return opened.send().compose(answer -> {
            long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            long late = vertx.setTimer(left, fired -> opened.reset());
            return answer.end().map(answer.statusCode()).onComplete(done -> vertx.cancelTimer(late));
        });
    }

    public CompletableFuture<Optional<String>> tcp(ProbeTarget target, Duration timeout) {
        if (target.local().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(refused(target)));
        }
        return net.connect(target.local().get(), LOOPBACK)
                .compose(NetSocket::close)
                .map(Optional.<String>empty())
                .otherwise(failure -> Optional.of(reason(failure, target, false)))
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(
                        Optional.of("dial tcp %s: i/o timeout".formatted(target.address())),
                        timeout.toMillis(),
                        java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    /**
     * Asks as {@code grpc.health.v1.Health/Check} is asked.
     *
     * @param service the name of a service of the server; empty: the server as a whole
     * @return fails with a {@link NoHttp2Exception} if the server does not speak HTTP/2
     */
    public CompletableFuture<Optional<String>> grpc(String service, ProbeTarget target, Duration timeout) {
        return grpc.ask(service, target, timeout);
    }

    private static Optional<String> judge(int status) {
        return status >= 200 && status < 400
                ? Optional.empty()
                : Optional.of("HTTP probe failed with statuscode: " + status);
    }

    private static String reason(Throwable failure, ProbeTarget target, boolean http) {
        if (failure instanceof ConnectException) {
            return refused(target);
        }
        if (failure instanceof StreamResetException) {
            return "context deadline exceeded (Client.Timeout or context cancellation while reading body)";
        }
        String text = FailureText.of(failure);
        if (isTimeout(failure, text)) {
            return http
                    ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                    : "dial tcp %s: i/o timeout".formatted(target.address());
        }
        return text.equals("Connection was closed") ? "EOF" : text;
    }

    private static boolean isTimeout(@Nullable Throwable failure, String text) {
        return failure instanceof TimeoutException
                || text.toLowerCase(Locale.ROOT).contains("timeout");
    }

    static String refused(ProbeTarget target) {
        return "dial tcp %s: connect: connection refused".formatted(target.address());
    }
}

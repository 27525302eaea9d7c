// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.ServiceCluster;
import dev.spurline.embedded.internal.mesh.routing.HeaderChange;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteFault;
import dev.spurline.embedded.internal.mesh.routing.RouteMirror;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's way through a caller's proxy: to a backend that the route decided on, again if the attempt failed in a way
 * that may be repeated, and the answer back. Belongs to one event loop.
 *
 * <p>Source: what may be repeated, DefaultPolicy in Istio's {@code pilot/pkg/networking/core/route/retry/retry.go}; the pause,
 * www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter, x-envoy-max-retries.
 */
final class ProxyExchange {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyExchange.class);
    private static final long REFUSED_STREAM = 7;
    private static final long CANCEL = 8;
    private static final long ENDPOINT_PAUSE = 20;
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final HttpListener listener;
    private final HttpServerRequest in;
    private final HttpServerResponse out;
    private final RouteDecision.Forward forward;
    private final RouteDecision.Backend backend;
    private final ServicePort service;
    private final RequestBody body;
    private final List<HeaderChange> lines;
    private final AttemptRetries retries;
    private final Set<PodEndpoint> tried = new HashSet<>();
    private final ExchangeTimer timer;
    private final ExchangeTimer attemptTimer;
    private final ExchangeTimer idleTimer;
    private int attempts;
    private int attemptsLeft;
    private @Nullable PodEndpoint endpoint;
    private @Nullable HttpClientRequest attempt;
    private @Nullable ResponseBody answer;
    private long endpointsMissedAt;
    private boolean done;

    /**
     * Makes it; nothing is sent yet.
     *
     * @param lines what is said on the answer, whoever gives it
     */
    ProxyExchange(
            HttpListener listener, HttpServerRequest in, RouteDecision.Forward forward, List<HeaderChange> lines) {
        this.listener = listener;
        this.in = in;
        this.out = in.response();
        this.forward = forward;
        this.backend = forward.pick(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        this.service = backend.service().orElse(listener.port());
        this.attemptsLeft = 1 + forward.retry().attempts();
        this.lines = lines;
        this.retries = new AttemptRetries(forward.retry());
        this.body = new RequestBody(in, this::received);
        this.timer = new ExchangeTimer(listener.plane(), this::timedOut);
        this.attemptTimer = new ExchangeTimer(listener.plane(), this::attemptTimedOut);
        this.idleTimer = new ExchangeTimer(listener.plane(), this::timedOut);
    }

    void start() {
        in.exceptionHandler(gone -> abort());
        out.exceptionHandler(gone -> abort());
        attempt();
    }

    private void attempt() {
        MeshConfig config = listener.config(service);
        Optional<MeshService.Port> port = backend.service()
                .flatMap(target -> config.service(target.namespace(), target.name()))
                .flatMap(target -> target.port(service.port()));
        Optional<ServiceCluster> cluster =
                listener.cluster(config, service, backend.destination().subset());
        if (port.isEmpty() || cluster.isEmpty()) {
            reply(listener.replies().withoutCluster(forward, backend));
            return;
        }
        Optional<PodEndpoint> picked =
                listener.plane().balancer().pick(service, cluster.get().endpoints(), tried);
        if (picked.isEmpty()) {
            awaitEndpoint();
            return;
        }
        Optional<LocalReply> refusal = listener.refusal(picked.get(), in);
        if (refusal.isPresent()) {
            reply(refusal.get());
            return;
        }
        attemptsLeft--;
        endpoint = picked.get();
        connect(picked.get(), isHttp2(in, port.get().protocol()));
    }

    /** Asks again until the patience of the proxy is over; the pause is a fraction of it. */
    private void awaitEndpoint() {
        long now = System.nanoTime();
        long patience = listener.replies().patience().toNanos();
        endpointsMissedAt = endpointsMissedAt == 0 ? now : endpointsMissedAt;
        if (now - endpointsMissedAt >= patience) {
            reply(listener.replies().noEndpoint(service));
            return;
        }
        listener.plane().later(ENDPOINT_PAUSE, () -> {
            if (!done) {
                attempt();
            }
        });
    }

    /** Says by which version of HTTP a request goes on to a port of some protocol. */
    static boolean isHttp2(HttpServerRequest in, MeshService.Protocol protocol) {
        return protocol == MeshService.Protocol.HTTP2
                || (protocol == MeshService.Protocol.DETECTED && in.version() == HttpVersion.HTTP_2);
    }

    private void connect(PodEndpoint to, boolean http2) {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(to.port(), to.host()))
                .setHost(to.host())
                .setPort(to.port())
                .setMethod(in.method())
                .setURI(forward.uri());
        listener.client(http2).request(options).onComplete(connected -> {
            if (done) {
                connected.map(request -> request.reset(CANCEL));
            } else if (connected.failed()) {
                failed(listener.replies().connectFailed(), retries.afterConnectFailure());
            } else {
                send(connected.result(), http2);
            }
        });
    }

    private void send(HttpClientRequest request, boolean http2) {
        attempt = request;
        int number = ++attempts;
        startAttemptTimer();
        ForwardedHeaders.copyRequest(in.headers(), request.headers(), http2);
        forward.requestChanges(backend).forEach(changes -> ForwardedHeaders.change(request.headers(), changes));
        authority(request);
        if (hasUnknownLength(http2)) {
            request.setChunked(true);
        }
        if (ForwardedHeaders.isUpgrade(in.headers())) {
            new ProtocolUpgrade(in, request, this::answered, this::connectionLost, this::switched).start();
            return;
        }
        request.response().onComplete(response -> {
            if (done || number != attempts) {
                return;
            }
            if (response.succeeded()) {
                answered(response.result());
            } else {
                connectionLost(response.cause());
            }
        });
        body.sendTo(request);
    }

    private void authority(HttpClientRequest request) {
        ForwardedHeaders.authority(
                request,
                Optional.ofNullable(request.headers().get(HttpHeaders.HOST)).orElseGet(this::authority));
    }

    private String authority() {
        return forward.authority().or(backend::authority).orElseGet(() -> new VertxRequestHead(in).authority());
    }

    /** Vert.x wants the announcement for both versions; HTTP/2 has no trace of it on the wire. */
    private boolean hasUnknownLength(boolean http2) {
        return !in.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && (http2
                        || in.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || (in.version() == HttpVersion.HTTP_2 && !IDEMPOTENT.contains(in.method())));
    }

    private void connectionLost(Throwable cause) {
        boolean refused = cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
        boolean harmless = body.isEmpty() && IDEMPOTENT.contains(in.method());
        boolean wanted = refused ? retries.afterRefusedStream() : retries.afterReset();
        failed(listener.replies().connectionLost(), (wanted && body.isRepeatable()) || harmless);
    }

    private void failed(LocalReply reply, boolean repeatable) {
        if (done) {
            return;
        }
        if (!repeatable || attemptsLeft == 0) {
            reply(reply);
            return;
        }
        repeat();
    }

    private void repeat() {
        attemptTimer.stop();
        body.detach();
        attempt = null;
        if (endpoint != null) {
            tried.add(endpoint);
        }
        listener.plane().later(ThreadLocalRandom.current().nextInt(1, 25), () -> {
            if (!done) {
                attempt();
            }
        });
    }

    private void answered(HttpClientResponse response) {
        if (attemptsLeft > 0 && body.isRepeatable() && isRepeated(response)) {
            response.exceptionHandler(gone -> LOG.trace("An answer that is not wanted has ended", gone));
            response.request().reset(CANCEL);
            repeat();
            return;
        }
        out.setStatusCode(response.statusCode());
        if (in.version() != HttpVersion.HTTP_2) {
            out.setStatusMessage(response.statusMessage());
        }
        ForwardedHeaders.copy(response.headers(), out.headers());
        forward.responseChanges(backend).forEach(changes -> ForwardedHeaders.change(out.headers(), changes));
        ForwardedHeaders.change(out.headers(), lines);
        boolean empty =
                in.method().equals(HttpMethod.HEAD) || response.statusCode() == 204 || response.statusCode() == 304;
        if (in.version() != HttpVersion.HTTP_2 && !empty && !out.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            out.setChunked(true);
        }
        restartIdleTimer();
        answer = new ResponseBody(response, out, this::complete, this::cutOff, this::restartIdleTimer);
        answer.start();
    }

    private boolean isRepeated(HttpClientResponse response) {
        return retries.afterStatus(response.statusCode()) || retries.afterGrpcStatus(response.headers());
    }

    private void complete(HttpClientResponse response, @Nullable Buffer last) {
        String grpc = Optional.ofNullable(response.getTrailer("grpc-status"))
                .or(() -> Optional.ofNullable(response.getHeader("grpc-status")))
                .orElse("");
        finish(response.statusCode(), "-", grpc);
        if (last != null) {
            out.end(last);
        } else {
            out.end();
        }
    }

    /** As Envoy does: a request that has left HTTP counts at its end. */
    private void switched() {
        if (!done) {
            finish(HttpResponseStatus.SWITCHING_PROTOCOLS.code(), "-", "");
        }
    }

    private void cutOff(HttpClientResponse response) {
        if (!done) {
            finish(response.statusCode(), "UC", "");
            out.reset(2);
        }
    }

    /** The client is gone. */
    private void abort() {
        if (!done) {
            finish(0, "DC", "");
            resetAttempt();
        }
    }

    private void received() {
        if (!done) {
            timer.restart(forward.timeout());
        }
        forward.policy().mirrors().stream()
                .filter(mirror -> RouteFault.isHit(
                        mirror.percentage(), ThreadLocalRandom.current().nextDouble()))
                .forEach(this::copy);
    }

    private void copy(RouteMirror mirror) {
        if (body.isRepeatable()) {
            new RequestCopy(listener, in, forward, backend).send(mirror.destination(), authority(), body.whole());
        } else {
            LOG.warn(
                    "A request to {} has no copy in [{}]: the embedded mesh mirrors bodies of at most 64 KiB",
                    service,
                    mirror.destination().cluster());
        }
    }

    /**
     * Source: onPerTryTimeout in Envoy's {@code source/common/router/router.cc}. Linkerd lets its last attempt take its time:
     * set_extensions in {@code linkerd/app/outbound/src/http/logical/policy/route/retry.rs} of linkerd2-proxy.
     */
    private void startAttemptTimer() {
        attemptTimer.restart(forward.retry().perTry().filter(limit -> attemptsLeft > 0 || listener.isIstio()));
    }

    private void attemptTimedOut() {
        if (!done && !out.headWritten()) {
            attempts++;
            resetAttempt();
            Duration limit = forward.retry().perTry().orElse(Duration.ZERO);
            failed(listener.replies().timedOut(limit), retries.afterTimeout() && body.isRepeatable());
        }
    }

    private void timedOut() {
        if (done) {
            return;
        }
        attempts++;
        resetAttempt();
        if (out.headWritten()) {
            finish(out.getStatusCode(), "UT", "");
            out.reset(CANCEL);
        } else {
            reply(listener.replies().timedOut(forward.timeout().orElse(Duration.ZERO)));
        }
    }

    /** Source: {@code idle} in {@code linkerd/http/stream-timeouts} of linkerd2-proxy: it counts once there is an answer. */
    private void restartIdleTimer() {
        idleTimer.restart(forward.policy().idle());
    }

    private void resetAttempt() {
        if (answer != null) {
            answer.abandon();
            answer = null;
        }
        if (attempt != null) {
            attempt.reset(CANCEL);
            attempt = null;
        }
    }

    private void reply(LocalReply reply) {
        body.discard();
        ForwardedHeaders.change(out.headers(), lines);
        finish(reply.statusTo(in), reply.flags(), reply.grpcStatus(in));
        reply.send(in);
    }

    private void finish(int status, String flags, String grpcStatus) {
        done = true;
        timer.stop();
        attemptTimer.stop();
        idleTimer.stop();
        listener.count(in, service, Optional.ofNullable(endpoint), status, flags, grpcStatus);
    }
}

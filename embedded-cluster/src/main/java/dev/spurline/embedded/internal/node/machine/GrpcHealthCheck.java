// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import dev.spurline.embedded.internal.node.machine.HealthCheck.NoHttp2Exception;
import dev.spurline.embedded.internal.node.machine.HealthCheck.ProbeTarget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server of gRPC whether it is well, over HTTP/2 without TLS.
 *
 * <p>Source: {@code pkg/probe/grpc/grpc.go}, and the protocol of {@code grpc.health.v1}.
 */
final class GrpcHealthCheck {

    private static final String PATH = "/grpc.health.v1.Health/Check";
    private static final String STATUS = "grpc-status";
    private static final String OK = "0";
    private static final String DEADLINE_EXCEEDED = "4";
    private static final String UNIMPLEMENTED = "12";

    /** The names of the states, by their numbers. */
    private static final String[] STATES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

    private static final int SERVING = 1;

    private static final String LOOPBACK = "127.0.0.1";

    /** How each connection of HTTP/2 begins, and the head of the frame that each server answers with (RFC 9113, 3.4). */
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int FRAME_HEAD = 9;
    private static final int FRAME_TYPE = 3;
    private static final byte SETTINGS = 4;

    private final NetClient net;
    private final HttpClient client;

    GrpcHealthCheck(Vertx vertx, NetClient net) {
        this.net = net;
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(1);
        client = vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(reset -> {}))
                .build();
    }

    CompletableFuture<Optional<String>> ask(String service, ProbeTarget target, Duration timeout) {
        if (target.local().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(unreachable(target)));
        }
        return requireHttp2(target.local().get())
                .compose(speaks -> client.request(request(target, timeout)))
                .compose(opened -> answer(opened, service))
                .recover(failure -> failed(failure, target))
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(
                        Optional.of("timeout: health rpc did not complete within %ds".formatted(timeout.toSeconds())),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static RequestOptions request(ProbeTarget target, Duration timeout) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.local().orElseThrow(), LOOPBACK))
                .setHost(target.podIp())
                .setPort(target.port())
                .setURI(PATH)
                .putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .setConnectTimeout(timeout.toMillis());
    }

    /** Vert.x writes an error into the log for a server that answers in HTTP/1.1, so it is found out before. */
    private Future<Void> requireHttp2(int port) {
        Promise<Void> found = Promise.promise();
        net.connect(port, LOOPBACK).onFailure(found::tryFail).onSuccess(socket -> {
            Buffer read = Buffer.buffer();
            socket.handler(bytes -> {
                read.appendBuffer(bytes);
                if (read.length() >= FRAME_HEAD) {
                    socket.close();
                    if (read.getByte(FRAME_TYPE) == SETTINGS) {
                        found.tryComplete();
                    } else {
                        found.tryFail(new NoHttp2Exception());
                    }
                }
            });
            socket.exceptionHandler(reset -> found.tryFail(new NoHttp2Exception()));
            socket.closeHandler(closed -> found.tryFail(new NoHttp2Exception()));
            socket.write(Buffer.buffer(PREFACE).appendBytes(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0}));
        });
        return found.future();
    }

    /** Each question has its connection, as a kubelet's has. */
    private static Future<Optional<String>> answer(HttpClientRequest opened, String service) {
        return opened.send(question(service))
                .compose(answer -> answer.body().map(body -> verdict(answer, body)))
                .onComplete(done -> opened.connection().close());
    }

    private static Future<Optional<String>> failed(Throwable failure, ProbeTarget target) {
        if (failure instanceof ConnectException) {
            return Future.succeededFuture(Optional.of(unreachable(target)));
        }
        return failure instanceof NoHttp2Exception
                ? Future.failedFuture(failure)
                : Future.succeededFuture(Optional.of("error: health rpc probe failed: " + failure.getMessage()));
    }

    private static String unreachable(ProbeTarget target) {
        return "error: failed to connect service at \"%s\": %s"
                .formatted(target.address(), HealthCheck.refused(target));
    }

    /** A message without compression: its length, and of HealthCheckRequest the field 1, the service. */
    private static Buffer question(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        Buffer message = Buffer.buffer();
        if (name.length > 0) {
            message.appendByte((byte) 0x0A);
            int length = name.length;
            for (; length >= 0x80; length >>>= 7) {
                message.appendByte((byte) ((length & 0x7F) | 0x80));
            }
            message.appendByte((byte) length).appendBytes(name);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    private static Optional<String> verdict(HttpClientResponse answer, Buffer body) {
        String status = Optional.ofNullable(answer.getTrailer(STATUS)).orElse(answer.getHeader(STATUS));
        String message = Optional.ofNullable(answer.getTrailer("grpc-message"))
                .orElse(Optional.ofNullable(answer.getHeader("grpc-message")).orElse(""));
        if (status == null) {
            return Optional.of("error: health rpc probe failed: no grpc-status, HTTP status " + answer.statusCode());
        }
        return switch (status) {
            case OK -> state(body);
            case UNIMPLEMENTED ->
                Optional.of("error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                        + message);
            case DEADLINE_EXCEEDED -> Optional.of("timeout: health rpc did not complete");
            default ->
                Optional.of(
                        "error: health rpc probe failed: rpc error: code = %s desc = %s".formatted(status, message));
        };
    }

    /** Of HealthCheckResponse the field 1; what is 0 is not written. */
    private static Optional<String> state(Buffer body) {
        int state = body.length() >= 7 && body.getByte(5) == 0x08 ? body.getByte(6) : 0;
        String name = state >= 0 && state < STATES.length ? STATES[state] : String.valueOf(state);
        return state == SERVING
                ? Optional.empty()
                : Optional.of("service unhealthy (responded with \"%s\")".formatted(name));
    }
}

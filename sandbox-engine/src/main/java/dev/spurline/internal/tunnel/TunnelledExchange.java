// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import dev.spurline.cluster.internal.failure.FailureText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's way through a {@link GatewayTunnel}, and the answer's way back. Belongs to one event loop. */
final class TunnelledExchange {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelledExchange.class);
    private static final int BAD_GATEWAY = 502;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final long CANCEL = 8;

    private final HttpServerRequest in;
    private final HttpServerResponse out;
    private final PodTunnel pod;
    private final LocationRewriting locations;
    private final long begun = System.nanoTime();

    /**
     * Takes over a paused request.
     *
     * @param pod knows why a connection to the pod ended
     * @param locations change where answers send the client
     */
    TunnelledExchange(HttpServerRequest in, PodTunnel pod, LocationRewriting locations) {
        this.in = in;
        this.out = in.response();
        this.pod = pod;
        this.locations = locations;
    }

    void start(Future<HttpClientRequest> connected) {
        connected
                .onSuccess(this::send)
                .onFailure(failure -> reply(pod.failureSince(begun).orElseGet(() -> FailureText.of(failure))));
    }

    private void send(HttpClientRequest request) {
        // What becomes of the answer says it, too.
        request.exceptionHandler(failure -> LOG.debug("A tunnel lost a request: {}", failure.toString()));
        in.exceptionHandler(gone -> request.reset(CANCEL));
        out.exceptionHandler(gone -> request.reset(CANCEL));
        HopHeaders.copyRequest(in.headers(), request.headers(), request.version());
        if (HopHeaders.isUpgrade(in.headers())) {
            upgrade(request);
            return;
        }
        request.response().onSuccess(this::answered).onFailure(this::failed);
        in.handler(chunk -> write(request, chunk));
        in.endHandler(ended -> request.end());
        if (in.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            request.setChunked(true);
        }
        in.resume();
    }

    private void write(HttpClientRequest request, Buffer chunk) {
        if (chunk.length() == 0) {
            return; // HTTP/2 ends a request without a body like this
        }
        if (!request.isChunked() && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            request.setChunked(true);
        }
        request.write(chunk);
        if (request.writeQueueFull()) {
            in.pause();
            request.drainHandler(drained -> in.resume());
        }
    }

    private void answered(HttpClientResponse answer) {
        copyHead(answer);
        boolean empty = in.method().equals(HttpMethod.HEAD) || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (in.version() != HttpVersion.HTTP_2 && !empty && !out.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            out.setChunked(true);
        }
        answer.exceptionHandler(broken -> out.reset(CANCEL));
        answer.handler(chunk -> {
            out.write(chunk);
            if (out.writeQueueFull()) {
                answer.pause();
                out.drainHandler(drained -> answer.resume());
            }
        });
        answer.endHandler(ended -> {
            out.trailers().addAll(answer.trailers());
            out.end();
        });
    }

    private void copyHead(HttpClientResponse answer) {
        out.setStatusCode(answer.statusCode());
        if (in.version() != HttpVersion.HTTP_2) {
            out.setStatusMessage(answer.statusMessage());
        }
        HopHeaders.copy(answer.headers(), out.headers());
        Optional.ofNullable(out.headers().get(HttpHeaders.LOCATION))
                .map(locations::local)
                .ifPresent(location -> out.headers().set(HttpHeaders.LOCATION, location));
    }

    /** WebSockets: both ends leave HTTP. */
    private void upgrade(HttpClientRequest request) {
        request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, in.getHeader(HttpHeaders.UPGRADE));
        request.connect()
                .onSuccess(answer -> {
                    if (answer.statusCode() == SWITCHING_PROTOCOLS) {
                        switchProtocols(answer);
                    } else {
                        answered(answer);
                    }
                })
                .onFailure(this::failed);
    }

    private void switchProtocols(HttpClientResponse answer) {
        NetSocket far = answer.netSocket();
        far.pause();
        copyHead(answer);
        out.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, answer.getHeader(HttpHeaders.UPGRADE));
        in.toNetSocket()
                .onSuccess(near -> {
                    near.pipeTo(far);
                    far.pipeTo(near);
                })
                .onFailure(gone -> far.close());
    }

    /** Without a known reason the connection just ended, and so does the client's: it knows whether it may ask again. */
    private void failed(Throwable failure) {
        if (out.ended() || out.closed()) {
            return;
        }
        Optional<String> reason = pod.failureSince(begun);
        if (reason.isEmpty() || out.headWritten()) {
            out.reset(CANCEL);
        } else {
            reply(reason.get());
        }
    }

    private void reply(String reason) {
        if (!in.isEnded()) {
            in.resume();
        }
        out.setStatusCode(BAD_GATEWAY)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end("Spurline's tunnel to the gateway has nowhere to lead: " + reason);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteFault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a proxy answers by itself. A gRPC call gets a gRPC status, as its client would not understand another.
 *
 * <p>Source: www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage, response flags.
 *
 * @param flags Envoy's response flags
 * @param grpcStatus the status of a gRPC call
 * @param grpcMessage what a gRPC call is told
 */
record LocalReply(int status, String body, String flags, String grpcStatus, String grpcMessage) {

    static final LocalReply NO_ROUTE = new LocalReply(404, "", "NR");
    /** Of the virtual host {@code block_all}. Source: buildSidecarOutboundVirtualHosts in istiod's {@code httproute.go}. */
    static final LocalReply REFUSED = new LocalReply(502, "", "-");

    static final LocalReply NO_ENDPOINT = new LocalReply(503, "no healthy upstream", "UH");
    static final LocalReply TIMEOUT = new LocalReply(504, "upstream request timeout", "UT");

    /** To a browser's question, whose answer is in the headers. */
    static final LocalReply PREFLIGHT = new LocalReply(200, "", "-");

    /** What Linkerd's proxy says while it has no valid policy; measured. */
    static final LocalReply INVALID_POLICY = new LocalReply(500, "", "-", "13", "unexpected error");

    LocalReply(int status, String body, String flags) {
        this(status, body, flags, grpcStatus(status), body);
    }

    static LocalReply withoutCluster(RouteDecision.Forward forward) {
        return new LocalReply(forward.policy().withoutCluster(), "", "NC");
    }

    /** Returns what a table has decided that the proxy itself answers. */
    static LocalReply of(RouteDecision.Answer answer) {
        return answer.status() == 404 && !answer.direct()
                ? NO_ROUTE
                : new LocalReply(answer.status(), answer.body(), "-");
    }

    /** Source: faultFilterAbort in Envoy's {@code source/extensions/filters/http/fault/fault_filter.cc}. */
    static LocalReply of(RouteFault.Abort abort) {
        String body = "fault filter abort";
        String grpc = abort.grpcStatus().map(String::valueOf).orElse(grpcStatus(abort.httpStatus()));
        return new LocalReply(abort.httpStatus(), body, "FI", grpc, body);
    }

    static LocalReply connectFailed() {
        return new LocalReply(
                503,
                "upstream connect error or disconnect/reset before headers. reset reason: remote connection failure",
                "UF");
    }

    static LocalReply connectionLost() {
        return new LocalReply(
                503,
                "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
                "UC");
    }

    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (ForwardedHeaders.isGrpc(request.headers())) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                    .putHeader("grpc-status", grpcStatus)
                    .putHeader(
                            "grpc-message",
                            URLEncoder.encode(grpcMessage, StandardCharsets.UTF_8)
                                    .replace("+", " "))
                    .end();
        } else if (body.isEmpty() || request.method().equals(HttpMethod.HEAD)) {
            response.setStatusCode(status).end();
        } else {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end(body);
        }
        request.resume();
    }

    int statusTo(HttpServerRequest request) {
        return ForwardedHeaders.isGrpc(request.headers()) ? 200 : status;
    }

    /** Returns the status of a gRPC call, or the empty string for another request. */
    String grpcStatus(HttpServerRequest request) {
        return ForwardedHeaders.isGrpc(request.headers()) ? grpcStatus : "";
    }

    /** Envoy's translation of HTTP's statuses. Source: httpToGrpcStatus in its {@code source/common/grpc/status.cc}. */
    private static String grpcStatus(int status) {
        return switch (status) {
            case 400 -> "13";
            case 401 -> "16";
            case 403 -> "7";
            case 404 -> "12";
            case 429, 502, 503, 504 -> "14";
            default -> "2";
        };
    }
}

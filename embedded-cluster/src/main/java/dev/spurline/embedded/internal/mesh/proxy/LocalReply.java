// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

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
 * @param flags Envoy's response flags
 * @param grpcStatus the status of a gRPC call
 * @param grpcMessage what a gRPC call is told
 * @param error what Linkerd's proxy says in a header, empty if it says nothing there
 */
record LocalReply(int status, String body, String flags, String grpcStatus, String grpcMessage, String error) {

    /** Of the virtual host {@code block_all}. Source: buildSidecarOutboundVirtualHosts in istiod's {@code httproute.go}. */
    static final LocalReply REFUSED = envoy(502, "", "-");

    /** To a browser's question, whose answer is in the headers. */
    static final LocalReply PREFLIGHT = envoy(200, "", "-");

    /** What Linkerd's proxy says while it has no valid policy; measured. */
    static final LocalReply INVALID_POLICY = linkerd(500, "13", "unexpected error");

    /** Of the proxy of a pod that lets the request not in: HttpRouteUnauthorized in linkerd2-proxy; measured. */
    static final LocalReply UNAUTHORIZED = linkerd(403, "7", "unauthorized request on route");

    /** Of the proxy of a pod with routes of its own of which none is for the request: HttpRouteNotFound there. */
    static final LocalReply NO_INBOUND_ROUTE = linkerd(404, "5", "no route found for request");

    /** Source of the header: {@code linkerd/app/core/src/errors/respond.rs} of linkerd2-proxy. */
    private static final String ERROR = "l5d-proxy-error";

    static LocalReply envoy(int status, String body, String flags) {
        return new LocalReply(status, body, flags, grpcStatus(status), body, "");
    }

    static LocalReply linkerd(int status, String grpcStatus, String message) {
        return new LocalReply(status, "", "-", grpcStatus, message, message);
    }

    /** Source: faultFilterAbort in Envoy's {@code source/extensions/filters/http/fault/fault_filter.cc}. */
    static LocalReply of(RouteFault.Abort abort) {
        String body = "fault filter abort";
        String grpc = abort.grpcStatus().map(String::valueOf).orElse(grpcStatus(abort.httpStatus()));
        return new LocalReply(abort.httpStatus(), body, "FI", grpc, body, "");
    }

    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!error.isEmpty()) {
            response.putHeader(ERROR, error);
        }
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

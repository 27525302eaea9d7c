// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;

/** Leads log and port-forward requests to the kubelet of the pod's node, unchanged. */
final class KubeletProxy {

    private static final String PORT_FORWARD_PROTOCOL = "v4.channel.k8s.io";

    /** A kubelet on a machine that has much else to do takes its time. */
    private static final int CONNECT_MILLIS = 30_000;

    private final KubeletAddresses kubelets;
    private final HttpClient client;
    private final WebSocketClient webSockets;

    KubeletProxy(Vertx vertx, KubeletAddresses kubelets) {
        this.kubelets = kubelets;
        HttpClientOptions options = new HttpClientOptions().setTrustAll(true).setVerifyHost(false);
        this.client = vertx.createHttpClient(options.setMaxPoolSize(512).setConnectTimeout(CONNECT_MILLIS));
        WebSocketClientOptions sockets =
                new WebSocketClientOptions().setTrustAll(true).setVerifyHost(false);
        this.webSockets =
                vertx.createWebSocketClient(sockets.setMaxConnections(512).setConnectTimeout(CONNECT_MILLIS));
    }

    void streamLog(ServerRequest request, RequestTarget target, ObjectNode pod) {
        if (!request.method().equals("GET")) {
            throw ResourceHandler.methodNotAllowed();
        }
        String container = request.parameter("container").orElseGet(() -> onlyContainer(target, pod));
        requireContainer(target, pod, container);
        if (pod.path("spec").path("nodeName").asText("").isEmpty()) {
            // A pod that is nowhere yet has said nothing yet.
            request.exchange().answer(new ServerResponse(204, "", Buffer.buffer()));
            return;
        }
        KubeletAddress kubelet = kubelets.of(pod);
        String query = query(request);
        RequestOptions options = kubelet.lead(new RequestOptions())
                .setMethod(HttpMethod.GET)
                .setURI("/containerLogs/%s/%s/%s%s".formatted(target.namespace(), target.name(), container, query));
        if (request.exchange() instanceof HttpExchange http) {
            pipe(kubelet, options, http);
        } else {
            collect(kubelet, options, request);
        }
    }

    /**
     * A part that calls within the process gets the log as one answer.
     *
     * <p>It calls on a thread of its own, and a body that comes before anybody listens is lost: who listens to the
     * answer is named where the request is sent, which is on the event loop.
     */
    private void collect(KubeletAddress kubelet, RequestOptions options, ServerRequest request) {
        if (request.flag("follow")) {
            throw unconnected();
        }
        client.request(options)
                .compose(sent -> sent.send().compose(KubeletProxy::whole))
                .otherwise(failure -> ServerResponse.failure(unreachable(kubelet, failure)))
                .onSuccess(request.exchange()::answer);
    }

    private static Future<ServerResponse> whole(HttpClientResponse answer) {
        return answer.body()
                .map(body -> answer.statusCode() < 400
                        ? new ServerResponse(answer.statusCode(), type(answer), body)
                        : ServerResponse.failure(refused(answer, body)));
    }

    private void pipe(KubeletAddress kubelet, RequestOptions options, HttpExchange http) {
        client.request(options)
                .compose(sent -> {
                    HttpServerResponse response = http.connection().response();
                    response.closeHandler(closed -> sent.reset());
                    if (response.closed()) {
                        // Whoever followed the log was gone before the kubelet had taken the connection.
                        sent.reset();
                    }
                    return sent.send().onSuccess(answer -> pipe(answer, http));
                })
                .onFailure(failure -> http.answer(ServerResponse.failure(unreachable(kubelet, failure))));
    }

    private static void pipe(HttpClientResponse answer, HttpExchange http) {
        if (answer.statusCode() >= 400) {
            answer.body().onSuccess(body -> http.answer(ServerResponse.failure(refused(answer, body))));
            return;
        }
        HttpServerResponse response = http.connection().response();
        response.setStatusCode(answer.statusCode())
                .putHeader("Content-Type", type(answer))
                .setChunked(true);
        response.write(Buffer.buffer());
        lead(answer, response);
    }

    /**
     * Leads a body on, and gives both ends up where either breaks. A pipe of Vert.x that ends its target then asks the ended
     * target at once whether it is full, which throws.
     */
    static void lead(HttpClientResponse answer, HttpServerResponse response) {
        answer.pipe().endOnFailure(false).to(response).onFailure(broken -> {
            answer.request().reset();
            response.reset();
        });
    }

    private static String type(HttpClientResponse answer) {
        String type = answer.getHeader("Content-Type");
        return type == null ? "text/plain" : type;
    }

    private static String query(ServerRequest request) {
        String uri = request.exchange().uri();
        int query = uri.indexOf('?');
        return query < 0 ? "" : uri.substring(query);
    }

    private static StatusException refused(HttpClientResponse answer, Buffer body) {
        String reason = switch (answer.statusCode()) {
            case 400 -> "BadRequest";
            case 404 -> "NotFound";
            default -> "InternalError";
        };
        return new StatusException(answer.statusCode(), reason, body.toString().strip());
    }

    void forwardPort(ServerRequest request, RequestTarget target, ObjectNode pod) {
        KubeletAddress kubelet = kubelets.of(pod);
        requireWebSocket(request);
        HttpServerRequest connection = connection(request);
        WebSocketConnectOptions options = kubelet.lead(new WebSocketConnectOptions())
                .setURI("/portForward/%s/%s%s".formatted(target.namespace(), target.name(), query(request)))
                .addSubProtocol(PORT_FORWARD_PROTOCOL);
        // A request can become a WebSocket only before it has been read to its end, so the client's side comes first.
        connection.toWebSocket().onSuccess(client -> connect(client, options));
    }

    /** Says that a subresource is known and not offered. */
    void refuse(RequestTarget target, ObjectNode object) {
        if (target.kind().resource().equals("pods") && !target.subresource().equals("proxy")) {
            kubelets.of(object);
        }
        throw new StatusException(
                501,
                "NotImplemented",
                "%s of %s is not offered by the embedded cluster"
                        .formatted(target.subresource(), target.kind().resource()));
    }

    private static void requireWebSocket(ServerRequest request) {
        String upgrade = request.header("Upgrade");
        if (upgrade.isEmpty()) {
            throw new StatusException(400, "BadRequest", "Upgrade request required");
        }
        if (!upgrade.equalsIgnoreCase("websocket")
                || !request.header("Sec-WebSocket-Protocol").contains(PORT_FORWARD_PROTOCOL)) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "port-forward of the embedded cluster speaks WebSocket with subprotocol %s only, not SPDY: use a client that does, such as fabric8"
                            .formatted(PORT_FORWARD_PROTOCOL));
        }
    }

    private void connect(ServerWebSocket client, WebSocketConnectOptions options) {
        client.pause();
        webSockets
                .connect(options)
                .onSuccess(upstream -> join(client, upstream))
                .onFailure(failure -> client.close((short) 1011, "the kubelet does not answer"));
    }

    private static void join(ServerWebSocket client, WebSocket upstream) {
        // A client that was killed is gone before the kubelet has answered.
        if (client.isClosed()) {
            upstream.close();
            return;
        }
        relay(client, upstream);
        relay(upstream, client);
        client.resume();
    }

    private static void relay(WebSocketBase from, WebSocketBase to) {
        from.frameHandler(frame -> {
            if (frame.isClose() || frame.isPing() || to.isClosed()) {
                return;
            }
            to.writeFrame(frame);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        });
        from.closeHandler(closed -> {
            if (!to.isClosed()) {
                to.close();
            }
        });
        from.exceptionHandler(failure -> {});
    }

    private static HttpServerRequest connection(ServerRequest request) {
        if (request.exchange() instanceof HttpExchange http) {
            return http.connection();
        }
        throw unconnected();
    }

    /** What goes on has to have somewhere to go: a part of the cluster that calls within the process has no connection. */
    private static StatusException unconnected() {
        return new StatusException(
                405, "MethodNotAllowed", "a stream of a pod cannot be led on without a connection to this API server");
    }

    private static StatusException unreachable(KubeletAddress kubelet, Throwable failure) {
        return new StatusException(
                500,
                "InternalError",
                "Internal error occurred: the kubelet at %s does not answer: %s"
                        .formatted(kubelet, FailureText.of(failure)));
    }

    private static String onlyContainer(RequestTarget target, ObjectNode pod) {
        List<String> names = names(pod.path("spec").path("containers"));
        if (names.size() == 1) {
            return names.get(0);
        }
        throw new StatusException(
                400,
                "BadRequest",
                "a container name must be specified for pod %s, choose one of: [%s]"
                        .formatted(target.name(), String.join(" ", names)));
    }

    private static void requireContainer(RequestTarget target, ObjectNode pod, String container) {
        List<String> names = names(pod.path("spec").path("containers"));
        names.addAll(names(pod.path("spec").path("initContainers")));
        if (!names.contains(container)) {
            throw new StatusException(
                    400, "BadRequest", "container %s is not valid for pod %s".formatted(container, target.name()));
        }
    }

    private static List<String> names(JsonNode containers) {
        List<String> names = new ArrayList<>();
        containers.forEach(container -> names.add(container.path("name").asText()));
        return names;
    }
}

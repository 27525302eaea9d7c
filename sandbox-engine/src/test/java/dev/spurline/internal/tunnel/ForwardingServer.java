// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** An API server that knows nothing but port-forwards; the test is the pod. */
public final class ForwardingServer implements AutoCloseable {

    private static final byte DATA = 0;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final KubernetesClient client;
    private volatile Function<String, Optional<String>> answers = request -> Optional.empty();

    private volatile boolean repeatsPorts = true;
    private volatile int process;

    /** The addresses that port-forwards were asked for at. */
    public final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    final BlockingQueue<ServerWebSocket> opened = new LinkedBlockingQueue<>();
    /** What was said to pods. */
    public final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Starts a server whose address has a path. */
    public ForwardingServer(String path) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setWebSocketSubProtocols(List.of("v4.channel.k8s.io")))
                .webSocketHandler(this::open)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        client = ClusterClient.builder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.actualPort() + path)
                        .build())
                .build();
    }

    /** Leads each further port-forward to a port of this machine, as a kubelet leads it to a process. */
    void leadTo(int port) {
        process = port;
    }

    private void open(ServerWebSocket socket) {
        asked.add(socket.uri());
        if (process > 0) {
            socket.pause();
            vertx.createNetClient()
                    .connect(process, "127.0.0.1")
                    .onSuccess(pod -> join(socket, pod))
                    .onFailure(refused -> fail(socket, refused.toString()));
        } else {
            socket.binaryMessageHandler(message -> {
                heard.add(message.getString(1, message.length()));
                answers.apply(message.getString(1, message.length())).ifPresent(words -> say(socket, words));
            });
        }
        if (repeatsPorts) {
            String uri = socket.uri();
            int port = Integer.parseInt(uri.substring(uri.indexOf("ports=") + "ports=".length()));
            socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) 0).appendShortLE((short) port));
            socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) 1).appendShortLE((short) port));
        }
        opened.add(socket);
    }

    private static void join(ServerWebSocket socket, NetSocket pod) {
        socket.binaryMessageHandler(message -> pod.write(message.slice(1, message.length())));
        pod.handler(data ->
                socket.writeBinaryMessage(Buffer.buffer().appendByte(DATA).appendBuffer(data)));
        socket.closeHandler(gone -> pod.close());
        pod.closeHandler(gone -> socket.close());
        socket.resume();
    }

    /** Leaves out the messages that begin a port-forward, as if they were lost on the way. */
    void repeatNoPorts() {
        repeatsPorts = false;
    }

    /** Answers all further requests by itself. */
    public void answerAll(String body) {
        answerEach(request -> Optional.of(ok(body)));
    }

    /**
     * Answers further requests by itself.
     *
     * @param given the answer to a request, from its first line; empty: there is none
     */
    public void answerEach(Function<String, Optional<String>> given) {
        answers = given;
    }

    /** Returns the answer that has a body. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    }

    static void answer(ServerWebSocket socket, String body) {
        say(socket, ok(body));
    }

    static void say(ServerWebSocket socket, String words) {
        socket.writeBinaryMessage(Buffer.buffer().appendByte(DATA).appendString(words));
    }

    /** Says on the channel of errors, as a kubelet does, that the pod's port cannot be reached. */
    static void fail(ServerWebSocket socket, String reason) {
        socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) 1).appendString(reason));
    }

    /** Returns a client of the server. */
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

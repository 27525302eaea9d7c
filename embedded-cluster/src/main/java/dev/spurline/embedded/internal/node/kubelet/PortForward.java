// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.kubelet;

import dev.spurline.embedded.internal.node.pod.PodWorker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;

/**
 * Connects a WebSocket of subprotocol {@code v4.channel.k8s.io} with ports of a pod: for the n-th port, channel 2n
 * carries data and channel 2n+1 errors, and each begins with the port in two bytes, the lower one first.
 *
 * <p>Source: {@code pkg/kubelet/server/server.go} (getPortForward).
 */
final class PortForward {

    private static final int CHUNK = 32 * 1024;

    private final ServerWebSocket client;
    private final PodWorker pod;
    private final List<Integer> ports;
    private final NetSocket[] sockets;
    private int connecting;
    private int open;

    private PortForward(ServerWebSocket client, PodWorker pod, List<Integer> ports) {
        this.client = client;
        this.pod = pod;
        this.ports = ports;
        this.sockets = new NetSocket[ports.size()];
        this.connecting = ports.size();
        this.open = ports.size();
    }

    static void connect(ServerWebSocket client, PodWorker pod, List<Integer> ports, NetClient net) {
        PortForward forward = new PortForward(client, pod, ports);
        // What the client says before all ports of its pod are reached has to wait.
        client.pause();
        client.binaryMessageHandler(forward::toPod);
        client.closeHandler(none -> forward.closeSockets());
        for (int i = 0; i < ports.size(); i++) {
            forward.greet(i);
        }
        for (int i = 0; i < ports.size(); i++) {
            forward.open(i, net);
        }
    }

    private void greet(int index) {
        int port = ports.get(index);
        Buffer number = Buffer.buffer().appendByte((byte) port).appendByte((byte) (port >> 8));
        send(2 * index, number);
        send(2 * index + 1, number);
    }

    private void open(int index, NetClient net) {
        int port = ports.get(index);
        Optional<Integer> local = pod.forwardPort(port);
        if (local.isEmpty()) {
            fail(index, "connection refused");
            return;
        }
        net.connect(local.get(), "127.0.0.1")
                .onSuccess(socket -> join(index, socket))
                .onFailure(failure -> fail(index, "connection refused"));
    }

    private void join(int index, NetSocket socket) {
        sockets[index] = socket;
        if (client.isClosed()) {
            socket.close();
            return;
        }
        socket.handler(data -> toClient(index, socket, data));
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(none -> finished());
        connected();
    }

    private void connected() {
        connecting--;
        if (connecting == 0) {
            client.resume();
        }
    }

    private void toClient(int index, NetSocket socket, Buffer data) {
        for (int from = 0; from < data.length(); from += CHUNK) {
            send(2 * index, data.slice(from, Math.min(data.length(), from + CHUNK)));
        }
        if (client.writeQueueFull()) {
            socket.pause();
            client.drainHandler(none -> {
                for (NetSocket each : sockets) {
                    if (each != null) {
                        each.resume();
                    }
                }
            });
        }
    }

    private void toPod(Buffer message) {
        int channel = message.length() == 0 ? -1 : message.getByte(0);
        if (channel < 0 || channel % 2 != 0 || channel / 2 >= sockets.length) {
            return;
        }
        NetSocket socket = sockets[channel / 2];
        if (socket == null) {
            return;
        }
        socket.write(message.slice(1, message.length()));
        if (socket.writeQueueFull()) {
            client.pause();
            socket.drainHandler(none -> client.resume());
        }
    }

    private void fail(int index, String reason) {
        int port = ports.get(index);
        String name = pod.pod().getMetadata().getName();
        String uid = pod.pod().getMetadata().getUid();
        String message = ("error forwarding port %d to pod %s, uid %s: failed to execute portforward: "
                        + "failed to connect to localhost:%d inside the pod: dial tcp4 127.0.0.1:%d: connect: %s")
                .formatted(port, name, uid, port, port, reason);
        send(2 * index + 1, Buffer.buffer(message));
        connected();
        finished();
    }

    private void finished() {
        open--;
        if (open == 0 && !client.isClosed()) {
            client.close();
        }
    }

    private void send(int channel, Buffer data) {
        if (!client.isClosed()) {
            client.writeBinaryMessage(Buffer.buffer().appendByte((byte) channel).appendBuffer(data));
        }
    }

    private void closeSockets() {
        for (NetSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
    }
}

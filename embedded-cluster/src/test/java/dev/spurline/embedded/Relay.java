// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server and can be away for a while, as one that is restarted. */
final class Relay implements AutoCloseable {

    private final int target;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;

    Relay(int target) {
        this.target = target;
        listener = listen(0);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends all connections and refuses new ones. */
    void goAway() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    void comeBack() {
        listener = listen(listener.getLocalPort());
    }

    private ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) throws IOException {
        while (!socket.isClosed()) {
            Socket near = socket.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            connections.add(near);
            connections.add(far);
            start(() -> pipe(near, far));
            start(() -> pipe(far, near));
        }
    }

    private static void pipe(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static void start(Piece piece) {
        Thread thread = new Thread(
                () -> {
                    try {
                        piece.run();
                    } catch (IOException expected) {
                        // A connection has ended, as they do when the server goes away; so has this thread.
                        return;
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Piece {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        goAway();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that leads to one port of this machine, whatever host it is asked for. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int port;
    private final Optional<String> login;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private ConnectProxy(int port, Optional<String> login) throws IOException {
        this.port = port;
        this.login =
                login.map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public static ConnectProxy to(int port) throws IOException {
        return new ConnectProxy(port, Optional.empty());
    }

    /** Starts one that lets in who shows user and password, separated by a colon. */
    public static ConnectProxy to(int port, String login) throws IOException {
        return new ConnectProxy(port, Optional.of(login));
    }

    /** Returns host and port. */
    public String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns where connections were wanted to, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            asked.add(head.split(" ", -1)[1]);
            OutputStream answer = client.getOutputStream();
            if (login.isPresent()
                    && !head.toLowerCase(Locale.ROOT)
                            .contains("proxy-authorization: " + login.get().toLowerCase(Locale.ROOT))) {
                answer.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                client.close();
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(server);
            answer.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            start(() -> pump(client, server));
            pump(server, client);
        } catch (IOException e) {
            // One of them is gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is gone.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client's connection, and the one that is made to the server for it. */
final class ProxyConnection implements AutoCloseable {

    private final ApiProxy proxy;
    private final Socket client;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private @Nullable Socket server;
    private @Nullable InputStream fromServer;
    private volatile boolean closed;

    ProxyConnection(ApiProxy proxy, Socket client) throws IOException {
        this.proxy = proxy;
        this.client = client;
        client.setTcpNoDelay(true);
        this.fromClient = new BufferedInputStream(client.getInputStream());
        this.toClient = new BufferedOutputStream(client.getOutputStream());
    }

    /** Serves one request after the other until a peer hangs up. */
    void serve() {
        try {
            Optional<MessageHead> head = MessageHead.read(fromClient);
            while (head.isPresent() && !closed) {
                MessageHead first = head.get();
                proxy.take(this, first, MessageBody.read(first, fromClient));
                head = closed ? Optional.empty() : MessageHead.read(fromClient);
            }
        } catch (IOException e) {
            // A peer has hung up. That is what this proxy is for.
        } finally {
            close();
        }
    }

    ApiProxy proxy() {
        return proxy;
    }

    Socket client() {
        return client;
    }

    InputStream fromClient() {
        return fromClient;
    }

    OutputStream toClient() {
        return toClient;
    }

    Socket server() throws IOException {
        Socket there = server;
        if (there == null) {
            there = proxy.upstream().connect();
            server = there;
            fromServer = new BufferedInputStream(there.getInputStream());
            if (closed) {
                there.close();
            }
        }
        return there;
    }

    InputStream fromServer() throws IOException {
        if (fromServer == null) {
            throw new EOFException("Nothing was sent to the server");
        }
        return fromServer;
    }

    /** Hands on whatever the client says, in a thread of its own. */
    void pumpToServer() throws IOException {
        OutputStream out = server().getOutputStream();
        proxy.run(() -> {
            try {
                MessageBody.copy(fromClient, out, UnaryOperator.identity());
            } catch (IOException e) {
                // The other direction ends with it.
            } finally {
                close();
            }
        });
    }

    void reset() throws IOException {
        client.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() {
        closed = true;
        proxy.forget(this);
        quietly(client);
        Socket there = server;
        if (there != null) {
            quietly(there);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request on its way to the server, and the answer on its way back. */
public final class ProxiedExchange {

    private final ProxyConnection connection;
    private final ProxiedRequest request;
    private final MessageHead head;
    private @Nullable MessageHead answer;
    private byte[] body = new byte[0];
    private byte[] sent;

    ProxiedExchange(ProxyConnection connection, ProxiedRequest request, MessageHead head) {
        this.connection = connection;
        this.request = request;
        this.head = head;
        this.sent = request.bytes();
    }

    /** Returns the request. */
    public ProxiedRequest request() {
        return request;
    }

    /** Hands on something else than was sent, and hands back the answer. */
    void passInstead(String other) throws IOException {
        sent = other.getBytes(StandardCharsets.UTF_8);
        pass();
    }

    /** Hands on the request and hands back the answer, whatever it is. */
    public void pass() throws IOException {
        pass(WatchFault.NONE);
    }

    void pass(WatchFault fault) throws IOException {
        MessageHead first = send();
        if (first.status() == 101) {
            upgrade(first, fault);
        } else if (request.watch() && first.status() == 200) {
            streamWatch(first, fault);
        } else {
            keep(first);
            deliver();
        }
    }

    private MessageHead send() throws IOException {
        Socket server = connection.server();
        OutputStream out = server.getOutputStream();
        out.write(connection.proxy().upstream().addressed(head, sent.length).bytes());
        out.write(sent);
        out.flush();
        return MessageHead.read(connection.fromServer())
                .orElseThrow(() -> new EOFException("The server hung up instead of an answer"));
    }

    private void keep(MessageHead first) throws IOException {
        answer = first;
        body = MessageBody.expected(request.verb(), first.status())
                ? MessageBody.answer(first, connection.fromServer())
                : new byte[0];
    }

    private void upgrade(MessageHead first, WatchFault fault) throws IOException {
        OutputStream out = connection.toClient();
        out.write(first.bytes());
        out.flush();
        connection.pumpToServer();
        UnaryOperator<byte[]> filter = connection.proxy().filter();
        if (request.watch()) {
            new WebSocketFrames(connection.fromServer(), out, filter).pass(fault);
        } else {
            MessageBody.copy(connection.fromServer(), out, UnaryOperator.identity());
        }
        connection.close();
    }

    private void streamWatch(MessageHead first, WatchFault fault) throws IOException {
        OutputStream out = connection.toClient();
        out.write(first.bytes());
        out.flush();
        if (fault == WatchFault.CLOSES) {
            connection.close();
            return;
        }
        UnaryOperator<byte[]> filter = connection.proxy().filter();
        MessageBody.stream(
                first,
                connection.fromServer(),
                fault == WatchFault.SILENT ? OutputStream.nullOutputStream() : out,
                fault == WatchFault.REPEATS ? events -> twice(filter.apply(events)) : filter);
    }

    private static byte[] twice(byte[] events) {
        byte[] both = java.util.Arrays.copyOf(events, events.length * 2);
        System.arraycopy(events, 0, both, events.length, events.length);
        return both;
    }

    /** Hands on the request and keeps the whole answer. */
    public void forward() throws IOException {
        MessageHead first = send();
        if (first.status() == 101 || (request.watch() && first.status() == 200)) {
            answer = first;
        } else {
            keep(first);
        }
    }

    /** Hands back the answer that was kept. */
    public void deliver() throws IOException {
        byte[] seen = connection.proxy().filter().apply(body);
        write(kept(), seen, seen.length);
    }

    /** Hands back half of the answer that was kept, and hangs up. */
    public void deliverHalf() throws IOException {
        write(kept(), body, body.length / 2);
        connection.close();
    }

    private MessageHead kept() {
        if (answer == null) {
            throw new IllegalStateException("There is no answer yet: " + request);
        }
        return connection.proxy().dated(answer);
    }

    private void write(MessageHead first, byte[] content, int count) throws IOException {
        OutputStream out = connection.toClient();
        MessageHead sized = MessageBody.expected(request.verb(), first.status())
                ? first.without("Transfer-Encoding").with("Content-Length", String.valueOf(content.length))
                : first;
        out.write(sized.bytes());
        out.write(content, 0, count);
        out.flush();
    }

    /** Answers in the server's place, as a server says what is wrong. */
    public void answer(int status, String reason, Map<String, String> fields) throws IOException {
        answer(status, reason, "disturbed on purpose", fields);
    }

    void answer(int status, String reason, String message, Map<String, String> fields) throws IOException {
        byte[] text = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}
                """.formatted(message, reason, status).getBytes(StandardCharsets.UTF_8);
        MessageHead first = new MessageHead("HTTP/1.1 %d %s".formatted(status, reason), java.util.List.of())
                .with("Content-Type", "application/json")
                .with("Content-Length", String.valueOf(text.length));
        for (Map.Entry<String, String> field : fields.entrySet()) {
            first = first.with(field.getKey(), field.getValue());
        }
        connection.toClient().write(first.bytes());
        connection.toClient().write(text);
        connection.toClient().flush();
    }

    /** Breaks the connection so that the peer sees a reset. */
    public void reset() throws IOException {
        connection.reset();
    }

    /** Ends the connection. */
    public void hangUp() {
        connection.close();
    }

    /** Says nothing for a while; returns whether the peer still waits then. */
    public boolean waits(Duration length) throws IOException {
        Socket client = connection.client();
        InputStream in = connection.fromClient();
        client.setSoTimeout((int) length.toMillis());
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            client.setSoTimeout(0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

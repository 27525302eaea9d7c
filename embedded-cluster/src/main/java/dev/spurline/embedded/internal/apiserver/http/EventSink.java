// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/** Where the events of a watch go. */
public interface EventSink {

    /** Writes events that are due at the same time, in their order. */
    void write(List<Buffer> events);

    /** Whether nothing should be written for now; so it is for good once the client has left, which Vert.x throws at. */
    boolean isFull();

    /** Runs a task after those that it was given before, one at a time. */
    void execute(Runnable task);

    void onDrain(Runnable action);

    void onClose(Runnable action);

    void end();

    /** Writes a line per event, and a chunk for all that are due: each costs a record of TLS and a call of the system. */
    static EventSink chunked(HttpServerResponse response, Context context) {
        response.setStatusCode(200)
                .putHeader("Content-Type", ServerResponse.JSON)
                .setChunked(true);
        response.write(Buffer.buffer());
        return new EventSink() {
            @Override
            public void write(List<Buffer> events) {
                response.write(joined(events));
            }

            @Override
            public boolean isFull() {
                return response.ended() || response.closed() || response.writeQueueFull();
            }

            @Override
            public void execute(Runnable task) {
                context.runOnContext(ignored -> task.run());
            }

            @Override
            public void onDrain(Runnable action) {
                response.drainHandler(done -> action.run());
            }

            @Override
            public void onClose(Runnable action) {
                response.closeHandler(done -> action.run());
                response.exceptionHandler(failure -> action.run());
            }

            @Override
            public void end() {
                if (!response.ended() && !response.closed()) {
                    response.end();
                }
            }
        };
    }

    private static Buffer joined(List<Buffer> events) {
        if (events.size() == 1) {
            return events.get(0);
        }
        Buffer all = Buffer.buffer(events.stream().mapToInt(Buffer::length).sum());
        events.forEach(all::appendBuffer);
        return all;
    }

    /** Writes a message per event. */
    static EventSink webSocket(ServerWebSocket socket, Context context) {
        return new EventSink() {
            @Override
            public void write(List<Buffer> events) {
                events.forEach(event -> socket.writeTextMessage(event.toString()));
            }

            @Override
            public boolean isFull() {
                return socket.isClosed() || socket.writeQueueFull();
            }

            @Override
            public void execute(Runnable task) {
                context.runOnContext(ignored -> task.run());
            }

            @Override
            public void onDrain(Runnable action) {
                socket.drainHandler(done -> action.run());
            }

            @Override
            public void onClose(Runnable action) {
                socket.closeHandler(done -> action.run());
                socket.exceptionHandler(failure -> action.run());
            }

            @Override
            public void end() {
                if (!socket.isClosed()) {
                    socket.close();
                }
            }
        };
    }
}

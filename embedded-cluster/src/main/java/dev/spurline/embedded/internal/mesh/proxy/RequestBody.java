// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way to a backend, with back-pressure. Its beginning is kept, so that another attempt can send it
 * again, until it grows too large for that. Belongs to one event loop.
 */
final class RequestBody {

    private static final int KEPT = 64 * 1024;

    private final HttpServerRequest in;
    private final Runnable onEnd;
    private final List<Buffer> beginning = new ArrayList<>();
    private int length;
    private boolean ended;
    private @Nullable HttpClientRequest to;

    /**
     * Takes over a paused request.
     *
     * @param onEnd told when the whole body has come in
     */
    RequestBody(HttpServerRequest in, Runnable onEnd) {
        this.in = in;
        this.onEnd = onEnd;
        in.handler(this::received);
        in.endHandler(nothing -> ended());
    }

    private void received(Buffer chunk) {
        length += chunk.length();
        if (length <= KEPT) {
            beginning.add(chunk);
        } else {
            beginning.clear();
        }
        if (to != null) {
            write(to, chunk);
        }
    }

    private void write(HttpClientRequest target, Buffer chunk) {
        if (chunk.length() == 0) {
            return; // HTTP/2 ends a request without a body like this
        }
        announce(target);
        target.write(chunk);
        if (target.writeQueueFull()) {
            in.pause();
            target.drainHandler(nothing -> in.resume());
        }
    }

    /** In HTTP/2 nothing tells of a body before it comes; in HTTP/1.1 something must. */
    private static void announce(HttpClientRequest target) {
        if (!target.isChunked() && !target.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            target.setChunked(true);
        }
    }

    private void ended() {
        ended = true;
        if (to != null) {
            to.end();
        }
        onEnd.run();
    }

    /** Says whether everything that came so far could be sent again. */
    boolean isRepeatable() {
        return length <= KEPT;
    }

    /** Returns everything that came, as long as it is repeatable. */
    Buffer whole() {
        Buffer whole = Buffer.buffer(length);
        beginning.forEach(whole::appendBuffer);
        return whole;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Sends the body, from its beginning, to a backend. */
    void sendTo(HttpClientRequest target) {
        beginning.forEach(chunk -> write(target, chunk));
        to = target;
        if (ended) {
            target.end();
        } else {
            in.resume();
        }
    }

    /** Stops sending, for another attempt to start. */
    void detach() {
        to = null;
        if (!ended) {
            in.pause();
        }
    }

    /** Lets the rest go nowhere. */
    void discard() {
        to = null;
        in.resume();
    }
}

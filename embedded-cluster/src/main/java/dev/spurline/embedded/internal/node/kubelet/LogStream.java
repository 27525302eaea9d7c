// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.kubelet;

import dev.spurline.embedded.internal.node.container.ContainerLog;
import dev.spurline.embedded.internal.node.container.ContainerLog.LogLine;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Writes a log into an HTTP response.
 *
 * <p>Source: {@code k8s.io/cri-client/pkg/logs/logs.go} (ReadLogs).
 */
final class LogStream {

    private final LogRequest request;
    private final HttpServerResponse response;
    private long left;
    private boolean ended;

    private LogStream(LogRequest request, HttpServerResponse response) {
        this.request = request;
        this.response = response;
        this.left = request.limit().orElse(Long.MAX_VALUE);
    }

    static void write(ContainerLog log, LogRequest request, HttpServerResponse response, Context context) {
        LogStream stream = new LogStream(request, response);
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        if (!request.follow()) {
            stream.print(request.select(log.lines()));
            stream.end();
            return;
        }
        // Headers first: a follower wants to know that it follows, even while there is nothing to read.
        response.write(Buffer.buffer());
        ContainerLog.LogFollower follower = new ContainerLog.LogFollower() {
            @Override
            public void line(LogLine line) {
                context.runOnContext(none -> stream.print(List.of(line)));
            }

            @Override
            public void end() {
                context.runOnContext(none -> stream.end());
            }
        };
        Runnable unfollow =
                log.follow(lines -> context.runOnContext(none -> stream.print(request.select(lines))), follower);
        response.closeHandler(none -> unfollow.run());
    }

    private void print(List<LogLine> lines) {
        Buffer buffer = Buffer.buffer();
        for (LogLine line : lines) {
            byte[] bytes = request.print(line);
            int length = (int) Math.min(left, bytes.length);
            buffer.appendBytes(bytes, 0, length);
            left -= length;
        }
        if (buffer.length() > 0 && !ended) {
            response.write(buffer);
        }
        if (left == 0) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            response.end();
        }
    }
}

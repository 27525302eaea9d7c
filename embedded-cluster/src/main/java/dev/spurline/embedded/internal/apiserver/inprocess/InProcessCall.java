// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.EventSink;
import dev.spurline.embedded.internal.apiserver.http.ServerResponse;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A request that has one answer. */
final class InProcessCall extends InProcessExchange {

    private final CompletableFuture<ServerResponse> reply = new CompletableFuture<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    InProcessCall(StandardHttpRequest request) {
        super(request);
    }

    CompletableFuture<ServerResponse> reply() {
        return reply;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void warn(String warning) {
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    @Override
    public void answer(ServerResponse answer) {
        reply.complete(answer);
    }

    @Override
    public void stream(Consumer<EventSink> opened) {
        throw new StatusException(405, "MethodNotAllowed", "within a process, watches are asked for as WebSockets");
    }

    @Override
    public int code() {
        return reply.isDone() ? reply.join().code() : 0;
    }
}

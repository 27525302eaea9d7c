// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.Set;

/** Leads a client's watches of some kinds to where they are told of nothing, as if events took very long. */
final class SilentWatches implements Interceptor, AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer().webSocketHandler(watch -> {});
    private volatile Set<String> kinds = Set.of();

    SilentWatches() {
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Keeps the events of kinds, by their plurals, from watches that begin later. */
    void silence(Set<String> plurals) {
        kinds = plurals;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        URI uri = request.uri();
        String plural = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        if (kinds.contains(plural) && String.valueOf(uri.getQuery()).contains("watch=true")) {
            builder.uri(URI.create("http://127.0.0.1:" + server.actualPort() + uri.getPath() + "?" + uri.getQuery()));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

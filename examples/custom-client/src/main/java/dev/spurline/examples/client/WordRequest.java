// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A request that is put together step by step, so that two tests cannot share one. */
public final class WordRequest {

    private final HttpClient client;
    private final URI base;
    private final HttpRequest.Builder request = HttpRequest.newBuilder();

    /**
     * Begins a request.
     *
     * @param client sends it
     * @param base where the service is
     */
    public WordRequest(HttpClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    /** Adds a header. */
    public WordRequest with(String name, String value) {
        request.header(name, value);
        return this;
    }

    /** Sends the request, and returns the body of the answer. */
    public String get(String path) throws IOException, InterruptedException {
        return client.send(request.uri(base.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }
}

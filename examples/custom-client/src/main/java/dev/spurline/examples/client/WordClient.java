// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a service for words, as a client does that somebody wrote long before there was Spurline. */
public final class WordClient implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;

    private final URI base;
    private final Interceptor interceptor;
    private volatile boolean closed;

    /** Sees each request, redirects included. */
    public interface Interceptor {

        /**
         * Sees a request before it goes.
         *
         * @param uri where it goes
         * @param headers those that the caller has set, to be changed at will
         */
        void before(URI uri, Map<String, List<String>> headers);

        /**
         * Sees that a request was answered.
         *
         * @param uri where it went
         */
        void answered(URI uri);
    }

    /**
     * Makes a client.
     *
     * @param base where the service is
     * @param interceptor sees each request
     */
    public WordClient(URI base, Interceptor interceptor) {
        this.base = base;
        this.interceptor = interceptor;
    }

    /** Returns the body that a path, or another address, answers with. */
    public String get(String path) throws IOException {
        return get(path, Map.of());
    }

    /** Returns the body that a path, or another address, answers with, if headers are sent along. */
    public String get(String path, Map<String, String> headers) throws IOException {
        if (closed) {
            throw new IllegalStateException("This client is closed");
        }
        URI next = base.resolve(path);
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            HttpURLConnection answer = answer(next, headers);
            String location = answer.getHeaderField("Location");
            if (location == null) {
                return new String(answer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
            next = next.resolve(location);
        }
        throw new IOException("More than %d redirects from %s".formatted(MOST_REDIRECTS, path));
    }

    private HttpURLConnection answer(URI uri, Map<String, String> given) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        given.forEach((name, value) -> headers.put(name, List.of(value)));
        interceptor.before(uri, headers);
        HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
        request.setInstanceFollowRedirects(false);
        headers.forEach((name, values) -> values.forEach(value -> request.addRequestProperty(name, value)));
        request.getResponseCode();
        interceptor.answered(uri);
        return request;
    }

    @Override
    public void close() {
        closed = true;
    }
}

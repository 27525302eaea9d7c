// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Those who send requests into a cluster. */
public final class BedCallers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private BedCallers() {}

    /** Starts to send a request. */
    static CompletableFuture<ObservedAnswer> send(URI uri, Map<String, String> headers) {
        return HTTP.sendAsync(request(uri, headers), HttpResponse.BodyHandlers.ofString())
                .thenApply(ObservedAnswer::of);
    }

    /** Sends a request; returns the body of the answer, or what was there instead. */
    public static String get(URI uri, Map<String, String> headers) {
        try {
            HttpResponse<String> response = HTTP.send(request(uri, headers), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static HttpRequest request(URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        headers.forEach(request::header);
        return request.build();
    }
}

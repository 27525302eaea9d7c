// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks a storefront for the total of a cart. */
final class Checkout {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Checkout() {}

    /** Returns whether the answer has a total. */
    static boolean costs(int total, URI storefront, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(storefront.resolve("/checkout/42")).timeout(Duration.ofSeconds(5));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("\"total\":" + total);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class RoutingWorkloadTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static JsonNode send(RoutingWorkload workload, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(workload.port(), path));
        return JSON.readTree(
                CLIENT.send(request.uri(uri).build(), BodyHandlers.ofString()).body());
    }

    @Test
    void aWorkloadCallsAnotherAndSaysWhatCameBack() throws Exception {
        try (RoutingWorkload caller = RoutingWorkload.start("shop/cart", 0);
                RoutingWorkload called = RoutingWorkload.start("shop/pricing", 0)) {
            String order =
                    "{\"address\": \"127.0.0.1:%d\", \"method\": \"GET\", \"path\": \"/price?id=1\", \"host\": \"pricing.shop\", \"headers\": [[\"baggage\", \"a=1\"], [\"baggage\", \"b=ö\"], [\"x-routing-case\", \"7\"]]}"
                            .formatted(called.port());

            JsonNode answer =
                    send(caller, HttpRequest.newBuilder().POST(BodyPublishers.ofString(order)), "/routing-case/call");

            assertThat(answer.path("status").asInt()).isEqualTo(200);
            assertThat(answer.path("headers").path("content-type").path(0).asText())
                    .isEqualTo("application/x-routing-case");
            JsonNode received = JSON.readTree(answer.path("body").asText());
            assertThat(received.path("workload").asText()).isEqualTo("shop/pricing");
            assertThat(received.path("host").asText()).isEqualTo("pricing.shop");
            assertThat(received.path("path").asText()).isEqualTo("/price?id=1");
            assertThat(received.path("headers").path("baggage")).hasSize(2);
            assertThat(send(called, HttpRequest.newBuilder(), "/routing-case/seen?id=7")
                            .asBoolean())
                    .isTrue();
            assertThat(send(called, HttpRequest.newBuilder(), "/routing-case/seen?id=8")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void chunksAreJoined() throws IOException {
        PlainResponse response = PlainResponse.parse(
                "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\nx-a: 2\r\n\r\n5\r\nno he\r\n6\r\nalthy!\r\n0\r\n\r\n");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("no healthy!");
        assertThat(response.headers().get("x-a")).containsExactly("1", "2");
    }
}

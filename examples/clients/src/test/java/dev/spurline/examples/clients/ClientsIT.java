// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.examples.clients.GreeterGrpc.GreeterBlockingStub;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** A test with each client. The page about clients shows these methods. */
@Sandbox(
        fork = {@Fork(value = "pricing", env = "PRICE=90"), @Fork(value = "greeter", env = "WORD=Welcome")},
        blueprint = TownCluster.class)
@SuppressWarnings("NullAway.Init") // Spurline fills them
class ClientsIT {

    @Test
    @ReachesFork("pricing")
    void okHttp(@Routed OkHttpClient client, @Routed("storefront") URI storefront) throws IOException {
        Request request = new Request.Builder().url(storefront + "/price").build();

        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("90");
        }
    }

    @Test
    @ReachesFork("pricing")
    void httpClient5(@Routed CloseableHttpClient client, @Routed("storefront") URI storefront) throws IOException {
        String price = client.execute(new HttpGet(storefront + "/price"), new BasicHttpClientResponseHandler());

        assertThat(price).isEqualTo("90");
    }

    @Test
    @ReachesFork("pricing")
    void httpClient5Async(@Routed CloseableHttpAsyncClient client, @Routed("storefront") URI storefront)
            throws Exception {
        SimpleHttpRequest request =
                SimpleRequestBuilder.get(storefront + "/price").build();

        assertThat(client.execute(request, null).get(1, TimeUnit.MINUTES).getBodyText())
                .isEqualTo("90");
    }

    @Test
    @ReachesFork("pricing")
    void restClient(@Routed("storefront") RestClient storefront) {
        assertThat(storefront.get().uri("/price").retrieve().body(String.class)).isEqualTo("90");
    }

    @Routed("storefront")
    static Supplier<RestClient.Builder> builders;

    @Test
    @ReachesFork("pricing")
    void restClientBuilder() {
        RestClient german =
                builders.get().defaultHeader("Accept-Language", "de").build();

        assertThat(german.get().uri("/price").retrieve().body(String.class)).isEqualTo("90");
    }

    @Test
    @ReachesFork("pricing")
    void webClient(@Routed("storefront") WebClient storefront) {
        assertThat(storefront
                        .get()
                        .uri("/price")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isEqualTo("90");
    }

    @Test
    @ReachesFork("pricing")
    void webTestClient(@Routed("storefront") WebTestClient storefront) {
        storefront
                .get()
                .uri("/price")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("90");
    }

    @Test
    @ReachesFork("greeter")
    void grpcStub(@Routed("desk") GreeterBlockingStub desk) {
        assertThat(desk.greet("Ada")).isEqualTo("Welcome Ada");
    }

    @Test
    @ReachesFork("greeter")
    void grpcChannel(@Routed("desk") ManagedChannel desk) {
        assertThat(GreeterGrpc.newBlockingStub(desk).greetAll("Ada,Grace"))
                .toIterable()
                .containsExactly("Welcome Ada", "Welcome Grace");
    }

    @Test
    @ReachesFork("greeter")
    void grpcInterceptor(@Routed ClientInterceptor interceptor, @Routed("desk") URI desk) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(desk.getHost(), desk.getPort())
                .usePlaintext()
                .intercept(interceptor)
                .build();
        try {
            assertThat(GreeterGrpc.newBlockingStub(channel).greet("Ada")).isEqualTo("Welcome Ada");
        } finally {
            channel.shutdownNow();
        }
    }

    /** Through a port-forward into the fork itself. */
    @Test
    @ReachesFork("greeter")
    void grpcIntoTheFork(@Routed("greeter:grpc") GreeterBlockingStub greeter) {
        assertThat(greeter.greetAll("Ada,Grace")).toIterable().containsExactly("Welcome Ada", "Welcome Grace");
    }

    @Test
    void baseline(
            @Baseline("storefront") RestClient storefront,
            @Baseline("storefront") WebTestClient tested,
            @Baseline("desk") GreeterBlockingStub desk) {
        assertThat(storefront.get().uri("/price").retrieve().body(String.class)).isEqualTo("100");
        tested.get().uri("/price").exchange().expectBody(String.class).isEqualTo("100");
        assertThat(desk.greet("Ada")).isEqualTo("Hello Ada");
    }
}

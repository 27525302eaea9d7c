// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients

import dev.spurline.examples.clients.GreeterGrpc.GreeterBlockingStub
import dev.spurline.junit.Fork
import dev.spurline.junit.ReachesFork
import dev.spurline.junit.Routed
import dev.spurline.junit.Sandbox
import io.grpc.ClientInterceptor
import io.grpc.ManagedChannel
import io.grpc.ManagedChannelBuilder
import java.net.URI
import java.util.concurrent.TimeUnit
import okhttp3.OkHttpClient
import okhttp3.Request
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder
import org.apache.hc.client5.http.classic.methods.HttpGet
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.test.web.reactive.server.WebTestClient
import org.springframework.test.web.reactive.server.expectBody
import org.springframework.web.client.RestClient
import org.springframework.web.client.body
import org.springframework.web.reactive.function.client.WebClient
import org.springframework.web.reactive.function.client.bodyToMono

/** The same from Kotlin. The page about clients shows these methods, too. */
@Sandbox(
    fork = [Fork("pricing", env = ["PRICE=90"]), Fork("greeter", env = ["WORD=Welcome"])],
    blueprint = TownCluster::class,
)
class KotlinClientsIT {

    @Test
    @ReachesFork("pricing")
    fun okHttp(@Routed client: OkHttpClient, @Routed("storefront") storefront: URI) {
        val request = Request.Builder().url("$storefront/price").build()

        client.newCall(request).execute().use { response ->
            assertThat(response.body.string()).isEqualTo("90")
        }
    }

    @Test
    @ReachesFork("pricing")
    fun httpClient5(@Routed client: CloseableHttpClient, @Routed("storefront") storefront: URI) {
        val price = client.execute(HttpGet("$storefront/price"), BasicHttpClientResponseHandler())

        assertThat(price).isEqualTo("90")
    }

    @Test
    @ReachesFork("pricing")
    fun httpClient5Async(@Routed client: CloseableHttpAsyncClient, @Routed("storefront") storefront: URI) {
        val request = SimpleRequestBuilder.get("$storefront/price").build()

        assertThat(client.execute(request, null).get(1, TimeUnit.MINUTES).bodyText).isEqualTo("90")
    }

    @Test
    @ReachesFork("pricing")
    fun restClient(@Routed("storefront") storefront: RestClient) {
        assertThat(storefront.get().uri("/price").retrieve().body<String>()).isEqualTo("90")
    }

    @Test
    @ReachesFork("pricing")
    fun webClient(@Routed("storefront") storefront: WebClient) {
        assertThat(storefront.get().uri("/price").retrieve().bodyToMono<String>().block()).isEqualTo("90")
    }

    @Test
    @ReachesFork("pricing")
    fun webTestClient(@Routed("storefront") storefront: WebTestClient) {
        storefront.get().uri("/price").exchange().expectStatus().isOk().expectBody<String>().isEqualTo("90")
    }

    @Test
    @ReachesFork("greeter")
    fun grpcStub(@Routed("desk") desk: GreeterBlockingStub) {
        assertThat(desk.greet("Ada")).isEqualTo("Welcome Ada")
    }

    @Test
    @ReachesFork("greeter")
    fun grpcChannel(@Routed("desk") desk: ManagedChannel) {
        assertThat(GreeterGrpc.newBlockingStub(desk).greetAll("Ada,Grace").asSequence().toList())
            .containsExactly("Welcome Ada", "Welcome Grace")
    }

    @Test
    @ReachesFork("greeter")
    fun grpcInterceptor(@Routed interceptor: ClientInterceptor, @Routed("desk") desk: URI) {
        val channel = ManagedChannelBuilder.forAddress(desk.host, desk.port).usePlaintext().intercept(interceptor).build()
        try {
            assertThat(GreeterGrpc.newBlockingStub(channel).greet("Ada")).isEqualTo("Welcome Ada")
        } finally {
            channel.shutdownNow()
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** A test with each client of Spring 7. */
@Sandbox(fork = @Fork(value = "pricing", env = "PRICE=90"), blueprint = PricingCluster.class)
class SpringClientsIT {

    @Test
    @ReachesFork("pricing")
    void restTestClient(@Routed("pricing") RestTestClient pricing) {
        pricing.get()
                .uri("/price")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("90");
    }

    @Test
    void countsEachRequest(@Routed("pricing") RestTestClient pricing, LiveSandbox sandbox) {
        long before = served(sandbox);

        pricing.get().uri("/price").exchange().expectStatus().isOk();
        pricing.post().uri("/price").body("paid").exchange().expectStatus().isOk();

        assertThat(served(sandbox) - before).isEqualTo(2);
    }

    private static long served(LiveSandbox sandbox) {
        return sandbox.evidence().forks().stream()
                .mapToLong(ForkEvidence::direct)
                .sum();
    }

    @Test
    void reachTheBaselineWithoutAKey(
            @Baseline("pricing") RestTestClient tested, @Baseline("pricing") RestClient plain) {
        tested.get().uri("/price").exchange().expectBody(String.class).isEqualTo("100");
        assertThat(plain.get().uri("/price").retrieve().body(String.class)).isEqualTo("100");
    }

    @Test
    @ReachesFork("pricing")
    void restClient(@Routed("pricing") RestClient pricing, @Routed("pricing") RestClient.Builder builder) {
        assertThat(pricing.get().uri("/price").retrieve().body(String.class)).isEqualTo("90");
        assertThat(builder.build().get().uri("/price").retrieve().body(String.class))
                .isEqualTo("90");
    }

    @Test
    @ReachesFork("pricing")
    void webClient(@Routed("pricing") WebClient pricing, @Routed("pricing") WebTestClient tested) {
        assertThat(pricing.get()
                        .uri("/price")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isEqualTo("90");
        tested.get().uri("/price").exchange().expectBody(String.class).isEqualTo("90");
    }
}

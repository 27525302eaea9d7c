// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.spurline.LiveSandbox;
import dev.spurline.junit.Fork;
import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;

/** A Spring context and a sandbox in one test class: each extension fills what is its own, in constructor and methods. */
@SpringBootTest(classes = InvoiceIT.Clients.class, webEnvironment = WebEnvironment.NONE)
@Sandbox(fork = @Fork(value = "tax", env = "TAX_PERCENT=8"))
class InvoiceIT {

    private static final ParameterizedTypeReference<Map<String, Integer>> ORDER = new ParameterizedTypeReference<>() {};

    private final RestClient client;
    private final URI orders;

    InvoiceIT(@Autowired RestClient client, @Routed("orders") URI orders) {
        this.client = client;
        this.orders = orders;
    }

    @Test
    @ReachesFork("tax")
    void invoicesFollowTheNewRate(LiveSandbox sandbox) {
        Map<String, Integer> order = client.get()
                .uri(orders.resolve("/orders/100"))
                .headers(headers -> sandbox.headers().forEach(headers::set))
                .retrieve()
                .body(ORDER);

        assertThat(Objects.requireNonNull(order).get("gross"), equalTo(108));
    }

    /** What the tested application would bring. */
    @Configuration
    static class Clients {

        @Bean
        RestClient client() {
            return RestClient.create();
        }
    }
}

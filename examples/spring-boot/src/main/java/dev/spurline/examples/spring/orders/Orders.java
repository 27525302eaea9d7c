// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring.orders;

import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** {@code GET /orders/<net>} answers with the gross amount. */
@SpringBootApplication
@RestController
public class Orders {

    private final RestClient tax;

    Orders(RestClient.Builder clients, @Value("${tax.url}") String url) {
        this.tax = clients.baseUrl(url).build();
    }

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        SpringApplication.run(Orders.class, args);
    }

    @GetMapping("/orders/{net}")
    Map<String, Integer> order(@PathVariable("net") int net) {
        Rate rate = Objects.requireNonNull(tax.get().uri("/rate").retrieve().body(Rate.class));
        return Map.of("gross", net * (100 + rate.percent()) / 100);
    }

    record Rate(int percent) {}
}

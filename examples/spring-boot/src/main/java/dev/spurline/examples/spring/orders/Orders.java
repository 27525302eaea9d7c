/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

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
package dev.spurline.examples.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The cart: {@code GET /carts/<cart>} asks for the price of what is in it and where it lies. */
public final class Cart {

    private Cart() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        String pricing = env.getOrDefault("PRICING_URL", "http://pricing");
        String inventory = env.getOrDefault("INVENTORY_URL", "http://inventory");
        return ShopService.start(env, "/carts/", request -> {
            JsonNode price = request.call(pricing, "/prices/" + request.rest());
            JsonNode stock = request.call(inventory, "/stock/" + request.rest());
            return Map.of(
                    "total", price.get("price").asInt(),
                    "shippedFrom", stock.get("warehouse").asText());
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
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

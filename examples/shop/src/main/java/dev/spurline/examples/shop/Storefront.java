// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The shop's frontend: {@code GET /checkout/<cart>} asks the cart and adds a greeting. */
public final class Storefront {

    private Storefront() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        String cart = env.getOrDefault("CART_URL", "http://cart");
        String greeting = env.getOrDefault("GREETING", "Welcome");
        return ShopService.start(env, "/checkout/", request -> {
            JsonNode answer = request.call(cart, "/carts/" + request.rest());
            return Map.of(
                    "greeting", greeting,
                    "total", answer.get("total").asInt(),
                    "shippedFrom", answer.get("shippedFrom").asText());
        });
    }
}

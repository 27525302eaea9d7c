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

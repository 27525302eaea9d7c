// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * The newsletter: {@code GET /offers/<cart>} praises a price. It has a fault on purpose, the most common one: it calls the
 * price list with the context of its own thread, which nobody has set, and so without the caller's baggage.
 */
public final class Newsletter {

    private Newsletter() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        String pricing = env.getOrDefault("PRICING_URL", "http://pricing");
        return ShopService.start(env, "/offers/", request -> {
            ShopService.Request forgetful = new ShopService.Request(request.rest(), Context.current());
            JsonNode price = forgetful.call(pricing, "/prices/" + request.rest());
            return Map.of(
                    "subject", "Now for only %d".formatted(price.get("price").asInt()));
        });
    }
}

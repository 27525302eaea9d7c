// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import java.util.Map;

/** The stock: {@code GET /stock/<cart>} names the warehouse of the variable {@code WAREHOUSE}. */
public final class Inventory {

    private Inventory() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        String warehouse = env.getOrDefault("WAREHOUSE", "Utrecht");
        return ShopService.start(env, "/stock/", request -> Map.of("cart", request.rest(), "warehouse", warehouse));
    }
}

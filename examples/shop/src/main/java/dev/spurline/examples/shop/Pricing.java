// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import java.util.Map;

/** The price list: {@code GET /prices/<cart>} is 100, less {@code DISCOUNT} percent. */
public final class Pricing {

    private static final int LIST_PRICE = 100;

    private Pricing() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        return start(env, LIST_PRICE);
    }

    static ShopService start(Map<String, String> env, int listPrice) {
        int discount = Integer.parseInt(env.getOrDefault("DISCOUNT", "0"));
        int price = listPrice * (100 - discount) / 100;
        return ShopService.start(env, "/prices/", request -> Map.of("cart", request.rest(), "price", price));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import java.util.Map;

/** The price list: {@code GET /prices/<cart>} is {@code LIST_PRICE}, or 100, less {@code DISCOUNT} percent. */
public final class Pricing {

    private Pricing() {}

    /** Runs the service until the process is ended. */
    public static void main(String[] args) {
        start(System.getenv());
    }

    static ShopService start(Map<String, String> env) {
        int listPrice = Integer.parseInt(env.getOrDefault("LIST_PRICE", "100"));
        int discount = Integer.parseInt(env.getOrDefault("DISCOUNT", "0"));
        int price = listPrice * (100 - discount) / 100;
        return ShopService.start(env, "/prices/", request -> Map.of("cart", request.rest(), "price", price));
    }
}

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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** One service with another image, such as the one that this pull request has built. */
@Sandbox(fork = @Fork(value = "pricing", image = "shop/pricing:sale"))
class SaleImageIT {

    @Test
    void everythingIsHalfPrice(@Routed("storefront") RequestSpecification storefront) {
        storefront.get("/checkout/42").then().statusCode(200).body("total", equalTo(50));
    }
}

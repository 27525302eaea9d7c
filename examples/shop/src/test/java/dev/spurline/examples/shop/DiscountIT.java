// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** One service with another setting: the request passes storefront and cart before it reaches the fork. */
@Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
class DiscountIT {

    @Test
    void theTotalIsReduced(@Routed("storefront") RequestSpecification storefront) {
        storefront.get("/checkout/42").then().statusCode(200).body("total", equalTo(90));
    }

    @Test
    void othersPayTheListPrice(@Baseline("storefront") RequestSpecification storefront) {
        storefront.get("/checkout/42").then().statusCode(200).body("total", equalTo(100));
    }
}

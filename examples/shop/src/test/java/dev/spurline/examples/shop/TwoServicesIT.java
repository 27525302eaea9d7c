// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Two services that change together, under one key. */
@Sandbox(fork = {@Fork(value = "pricing", env = "DISCOUNT=25"), @Fork(value = "inventory", env = "WAREHOUSE=Ghent")})
class TwoServicesIT {

    @Test
    void bothChangesMeet(@Routed("storefront") RequestSpecification storefront) {
        storefront
                .get("/checkout/42")
                .then()
                .statusCode(200)
                .body("total", equalTo(75))
                .body("shippedFrom", equalTo("Ghent"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** While the fork lives, everybody else sees the shop as it was. */
@Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
class BaselineIT {

    @Test
    void othersPayTheListPrice(
            @Routed("storefront") RequestSpecification mine, @Baseline("storefront") RequestSpecification others) {
        mine.get("/checkout/42").then().statusCode(200).body("total", equalTo(90));
        others.get("/checkout/42").then().statusCode(200).body("total", equalTo(100));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.RepeatedTest;

/** Runs at the same time as its twin, which forks the same service with another discount. */
@Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=40"))
class ParallelFortyIT {

    @RepeatedTest(20)
    void seesItsOwnForkOnly(@Routed("storefront") RequestSpecification storefront) {
        storefront.get("/checkout/42").then().statusCode(200).body("total", equalTo(60));
    }
}

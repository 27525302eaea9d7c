// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/**
 * The service at the edge changes. An ingress gateway follows no route of a Service, so the test goes around it: with its
 * port named, a Service is entered by a port-forward into the fork.
 */
@Sandbox(fork = @Fork(value = "storefront", env = "GREETING=Hello again"))
class GreetingIT {

    @Test
    void customersAreGreeted(@Routed("storefront:http") RequestSpecification storefront) {
        storefront.get("/checkout/42").then().statusCode(200).body("greeting", equalTo("Hello again"));
    }
}

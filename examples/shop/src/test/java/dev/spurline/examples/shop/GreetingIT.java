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

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
package dev.spurline.examples.spring;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import dev.spurline.junit.Fork;
import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** A Spring property changed by its environment variable; the orders in front pass the key on by themselves. */
@Sandbox(fork = @Fork(value = "tax", env = "TAX_PERCENT=7"))
class TaxIT {

    @Test
    void ordersFollowTheNewRate(@Routed("orders") RequestSpecification orders) {
        orders.get("/orders/100").then().statusCode(200).body("gross", equalTo(107));
    }

    /** OpenTelemetry's propagator writes the property of the test as {@code ;t%3D1}; it is understood all the same. */
    @Test
    @ReachesFork("tax")
    void theProxyTellsTheTest(@Routed("orders") RequestSpecification orders, LiveSandbox sandbox) {
        orders.get("/orders/100").then().statusCode(200);
        orders.get("/orders/200").then().statusCode(200);

        EvidenceReport.ForkEvidence tax = sandbox.evidence().forks().get(0);
        assertThat(tax.untold(), equalTo(0L));
        assertThat(tax.byTest().values(), hasItem(2L));
    }
}

// SPDX-License-Identifier: Apache-2.0
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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring

import dev.spurline.junit.Baseline
import dev.spurline.junit.Fork
import dev.spurline.junit.Routed
import dev.spurline.junit.Sandbox
import io.restassured.specification.RequestSpecification
import org.hamcrest.Matchers.equalTo
import org.junit.jupiter.api.Test

/** The same from Kotlin. */
@Sandbox(fork = [Fork("tax", env = ["TAX_PERCENT=0"])])
class KotlinTaxIT {

    @Test
    fun `orders are free of tax`(@Routed("orders") orders: RequestSpecification) {
        orders.get("/orders/100").then().statusCode(200).body("gross", equalTo(100))
    }

    @Test
    fun `others pay as before`(@Baseline("orders") orders: RequestSpecification) {
        orders.get("/orders/100").then().statusCode(200).body("gross", equalTo(120))
    }
}

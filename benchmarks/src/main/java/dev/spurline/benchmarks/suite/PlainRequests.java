// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@link PricingClasses} do, without sandboxes: the time that a suite takes anyway. */
final class PlainRequests {

    /** How many tests there are. */
    static volatile int tests;

    /** Where they send their requests. */
    static volatile String entry = "";

    @TestFactory
    Stream<DynamicTest> buy() {
        return IntStream.range(0, tests)
                .mapToObj(number -> DynamicTest.dynamicTest("buy " + number, () -> {
                    RestAssured.given()
                            .baseUri(entry)
                            .get("/checkout/42")
                            .then()
                            .statusCode(200)
                            .body("total", equalTo(100));
                    PricingClasses.RESPONDED.put(PlainRequests.class.getName(), System.nanoTime());
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PricingClasses.pause));
                }));
    }
}

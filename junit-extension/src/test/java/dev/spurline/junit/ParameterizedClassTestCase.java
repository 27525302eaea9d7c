// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A class that runs as a whole for each of its arguments; JUnit 5.13 and newer. */
final class ParameterizedClassTestCase {

    private ParameterizedClassTestCase() {}

    @HouseSandbox
    @ParameterizedClass
    @ValueSource(strings = {"/price", "/otel"})
    static class Paths {

        private final String path;
        private final RoutingKey constructed;

        Paths(String path, RoutingKey constructed) {
            this.path = path;
            this.constructed = constructed;
        }

        @Test
        @ReachesFork("price")
        void arrives(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            assertThat(key).isEqualTo(constructed);
            assertThat(front.get(path).asString()).startsWith("9 ");
            reporter.publishEntry("Paths", key.value());
        }
    }
}

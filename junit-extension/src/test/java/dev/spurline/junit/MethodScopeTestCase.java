// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes whose methods have sandboxes of their own. Each test reports its key under its name. */
@SuppressWarnings({"NullAway.Init", "ClassCanBeStatic"})
final class MethodScopeTestCase {

    private MethodScopeTestCase() {}

    private static void report(TestReporter reporter, String name, RequestSpecification front, RoutingKey key) {
        assertThat(front.get("/price").asString()).startsWith("6 ").contains(key.value());
        reporter.publishEntry(name, key.value());
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=6"),
            scope = Scope.METHOD,
            blueprint = HouseCluster.class)
    static class PerMethod {

        private RoutingKey field;

        @Test
        void one(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            report(front, key, reporter, "PerMethod.one");
        }

        @RepeatedTest(2)
        void repeated(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            report(front, key, reporter, "PerMethod.repeated");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(
                String value, @Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            assertThat(value).isIn("a", "b");
            report(front, key, reporter, "PerMethod.parameterized");
        }

        private void report(RequestSpecification front, RoutingKey key, TestReporter reporter, String name) {
            assertThat(key).isEqualTo(field);
            MethodScopeTestCase.report(reporter, name, front, key);
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=6"),
            scope = Scope.METHOD,
            blueprint = HouseCluster.class)
    static class Factories {

        @TestFactory
        Stream<DynamicTest> one(
                @Routed("front") Supplier<RequestSpecification> front, RoutingKey key, TestReporter reporter) {
            return tests("Factories.one", front, key, reporter);
        }

        @TestFactory
        Stream<DynamicTest> two(
                @Routed("front") Supplier<RequestSpecification> front, RoutingKey key, TestReporter reporter) {
            return tests("Factories.two", front, key, reporter);
        }

        private static Stream<DynamicTest> tests(
                String name, Supplier<RequestSpecification> front, RoutingKey key, TestReporter reporter) {
            return Stream.of("a", "b")
                    .map(test -> DynamicTest.dynamicTest(test, () -> report(reporter, name, front.get(), key)));
        }
    }

    static class Built {

        @RegisterExtension
        static final SandboxExtension SANDBOX = SandboxExtension.builder()
                .namespace("house")
                .fork(ForkSpec.of("price").env("PRICE", "6"))
                .scope(Scope.METHOD)
                .blueprint(HouseCluster.class)
                .build();

        @Test
        void one(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            report(reporter, "Built.one", front, key);
        }

        @Nested
        class Inner {

            @Test
            void two(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
                report(reporter, "Built.two", front, key);
            }
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=6"),
            scope = Scope.METHOD,
            blueprint = HouseCluster.class)
    @TestInstance(Lifecycle.PER_CLASS)
    @Execution(ExecutionMode.CONCURRENT)
    static class OneInstance {

        @Test
        void one(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            report(reporter, "OneInstance.one", front, key);
        }

        @Test
        void two(@Routed("front") RequestSpecification front, RoutingKey key, TestReporter reporter) {
            report(reporter, "OneInstance.two", front, key);
        }
    }

    static class OnMethod {

        @Test
        void without(TestInfo info) {
            assertThat(info.getDisplayName()).isEqualTo("without(TestInfo)");
        }

        @Test
        @HouseSandbox
        void with(@Routed("front") RequestSpecification front) {
            assertThat(front.get("/price").asString()).startsWith("9 ");
        }
    }
}

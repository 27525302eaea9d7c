// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Classes that lack one annotation of ours each. */
@SuppressWarnings({"NullAway.Init", "NullAway", "unused", "UnusedVariable", "ClassCanBeStatic"})
final class ForgottenAnnotationTestCase {

    private ForgottenAnnotationTestCase() {}

    static class RoutedParameter {
        @Test
        void test(@Routed("front") URI uri) {}
    }

    static class BaselineParameter {
        @Test
        void test(@Baseline("front") URI uri) {}
    }

    static class RoutedConstructor {
        RoutedConstructor(@Routed HttpClient client) {}

        @Test
        void test() {}
    }

    static class RoutedBeforeEach {
        @BeforeEach
        void setUp(@Routed("front") URI uri) {}

        @Test
        void test() {}
    }

    static class RoutedBeforeAll {
        @BeforeAll
        static void setUp(@Routed("front") URI uri) {}

        @Test
        void test() {}
    }

    static class RoutedField {
        @Routed("front")
        URI uri;

        @Test
        void test() {}
    }

    static class RoutedStaticField {
        @Routed("front")
        static URI uri;

        @Test
        void test() {}
    }

    static class RoutedInNested {
        @Nested
        class Inner {
            @Test
            void test(@Routed("front") URI uri) {}
        }
    }

    static class OneMethodOfTwo {
        @Test
        @HouseSandboxOnMethod
        void declared(RoutingKey key) {
            assertThat(key).isNotNull();
        }

        @Test
        void forgotten(@Routed("front") URI uri) {}
    }

    static class KeyOfOneMethodOfTwo {
        @Test
        @HouseSandboxOnMethod
        void declared(RoutingKey key) {
            assertThat(key).isNotNull();
        }

        @Test
        void forgotten(RoutingKey key) {}
    }

    static class SandboxParameter {
        @Test
        void test(LiveSandbox sandbox) {}
    }

    static class KeyConstructor {
        KeyConstructor(RoutingKey key) {}

        @Test
        void test() {}
    }

    static class SandboxField {
        LiveSandbox sandbox;

        @Test
        void test() {
            assertThat(sandbox.key()).isNotNull();
        }
    }

    /** What fails for reasons of its own stays as it is. */
    static class OtherFailures {
        LiveSandbox sandbox;
        String text;

        @Test
        void otherParameter(String any) {}

        @Test
        void otherField() {
            assertThat(text.length()).isZero();
        }
    }

    @HouseSandbox
    static class SpecificationParameter {
        @Test
        void test(RequestSpecification front) {}
    }

    @HouseSandbox
    static class SupplierParameter {
        @Test
        void test(Supplier<RequestSpecification> front) {}
    }

    @HouseSandbox
    static class ClientBeforeEach {
        @BeforeEach
        void setUp(HttpClient client) {}

        @Test
        void test() {}
    }

    @HouseSandbox
    static class AddressConstructor {
        AddressConstructor(URI front) {}

        @Test
        void test() {}
    }

    @HouseSandbox
    static class SpecificationField {
        RequestSpecification front;

        @Test
        void test() {
            front.get("/");
        }
    }

    @HouseSandbox
    static class UnknownParameter {
        @Test
        void test(StringBuilder text) {}
    }
}

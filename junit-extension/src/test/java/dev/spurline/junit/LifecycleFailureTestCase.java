// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Classes in which something else than a test method fails. */
@SuppressWarnings("ClassCanBeStatic")
final class LifecycleFailureTestCase {

    private LifecycleFailureTestCase() {}

    private static void fail() {
        throw new IllegalStateException("not today");
    }

    private static void send(RequestSpecification front) {
        assertThat(front.get("/price").statusCode()).isEqualTo(200);
    }

    @HouseSandbox
    static class BeforeAllMethod {
        @BeforeAll
        static void begin(@Routed("front") RequestSpecification front) {
            send(front);
            fail();
        }

        @Test
        void test() {}
    }

    @HouseSandbox
    static class AfterAllMethod {
        @Test
        void test(@Routed("front") RequestSpecification front) {
            send(front);
        }

        @AfterAll
        static void end() {
            fail();
        }
    }

    @HouseSandbox
    static class NestedBeforeAllMethod {
        @Test
        void test(@Routed("front") RequestSpecification front) {
            send(front);
        }

        @Nested
        class Inner {
            @BeforeAll
            static void begin() {
                fail();
            }

            @Test
            void test() {}
        }
    }

    @HouseSandbox
    @ExtendWith(FailingBeforeAll.class)
    static class ExtensionOfClass {
        @Test
        void test() {}
    }

    @HouseSandbox
    @ExtendWith(FailingBeforeEach.class)
    static class ExtensionOfTest {
        @Test
        void test() {}
    }

    @ExtendWith(FailingAfterEach.class)
    @HouseSandbox
    static class ExtensionAfterTest {
        @Test
        void test(@Routed("front") RequestSpecification front) {
            send(front);
        }
    }

    @HouseSandbox
    static class Constructor {
        Constructor(@Routed("front") RequestSpecification front) {
            send(front);
            fail();
        }

        @Test
        void test() {}
    }

    @HouseSandbox
    static class Injection {
        @Test
        void test(@Routed("frond") RequestSpecification front) {
            send(front);
        }
    }

    static final class FailingBeforeAll implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            fail();
        }
    }

    static final class FailingBeforeEach implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            fail();
        }
    }

    static final class FailingAfterEach implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            fail();
        }
    }
}

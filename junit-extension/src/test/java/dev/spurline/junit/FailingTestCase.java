// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Classes that fail, or would if the rule of evidence were another. */
@SuppressWarnings("ClassCanBeStatic")
final class FailingTestCase {

    private FailingTestCase() {}

    private static void send(RequestSpecification front, String path) {
        assertThat(front.get(path).statusCode()).isEqualTo(200);
    }

    @HouseSandbox
    static class SendsNothing {
        @Test
        void test(RoutingKey key) {
            assertThat(key).isNotNull();
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "cronjob/report", env = "SINCE=today"),
            blueprint = HouseCluster.class)
    static class NeverRun {
        @Test
        void test(RoutingKey key) {
            assertThat(key).isNotNull();
        }
    }

    @HouseSandbox
    static class NeverArrives {
        @Test
        void one(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
        }

        @Test
        void two(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            evidence = Evidence.WARN,
            blueprint = HouseCluster.class)
    static class OnlyWarned {
        @Test
        void test(RoutingKey key) {
            assertThat(key).isNotNull();
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            scope = Scope.METHOD,
            blueprint = HouseCluster.class)
    static class OneMethodSendsNothing {
        @Test
        void arrives(@Routed("front") RequestSpecification front) {
            send(front, "/price");
        }

        @Test
        void sendsNothing(RoutingKey key) {
            assertThat(key).isNotNull();
        }
    }

    @HouseSandbox
    static class NestedArrives {
        @Test
        void sendsNothing(RoutingKey key) {
            assertThat(key).isNotNull();
        }

        @Nested
        class Inner {
            @Test
            void arrives(@Routed("front") RequestSpecification front) {
                send(front, "/price");
            }
        }
    }

    @HouseSandbox
    static class TheOneThatWouldArriveIsDisabled {
        @Test
        void sendsNothing(RoutingKey key) {
            assertThat(key).isNotNull();
        }

        @Test
        @Disabled("for the test")
        void arrives(@Routed("front") RequestSpecification front) {
            send(front, "/price");
        }
    }

    @HouseSandbox
    static class ReachesNot {
        @Test
        void arrives(@Routed("front") RequestSpecification front) {
            send(front, "/price");
        }

        @Test
        @ReachesFork("price")
        void sendsNothing(RoutingKey key) {
            assertThat(key).isNotNull();
        }

        @Test
        @ReachesFork("deployment/price")
        void isNotPassedOn(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
        }

        @Test
        @ReachesFork("front")
        void namesNoFork() {}

        @Test
        @ReachesFork({})
        void namesNothing() {}
    }

    @HouseSandbox
    static class AllAborted {
        @Test
        void test() {
            assumeTrue(false, "not today");
        }
    }

    @HouseSandbox
    static class Fails {
        @Test
        void test(@Routed("front") RequestSpecification front) {
            send(front, "/price");
            assertEquals("right", "wrong");
        }
    }

    @HouseSandbox
    static class OneFailsBeforeItSends {
        @Test
        void fails(@Routed("front") RequestSpecification front) {
            assertEquals("right", "wrong");
            send(front, "/price");
        }

        @Test
        void passes(RoutingKey key) {
            assertThat(key).isNotNull();
        }
    }

    @HouseSandbox
    static class AnsweredByBaseline {
        @Test
        void assertion(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
            assertEquals("right", "wrong");
        }

        @Test
        void exception(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
            throw new IllegalStateException("no total");
        }

        @Test
        void sendsNothing() {
            assertEquals("right", "wrong");
        }

        @TestFactory
        Stream<DynamicTest> dynamic(@Routed("front") RequestSpecification front) {
            return Stream.of(DynamicTest.dynamicTest("fails", () -> {
                send(front, "/deaf");
                assertEquals("right", "wrong");
            }));
        }
    }

    @HouseSandbox
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class AnsweredByBaselineAfterAnother {
        @Test
        void a(@Routed("front") RequestSpecification front) {
            send(front, "/price");
        }

        @Test
        void b(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
            assertEquals("right", "wrong");
        }

        @Test
        void c(@Routed("front") RequestSpecification front) {
            send(front, "/deaf");
            assertEquals("right", "wrong");
        }
    }

    @HouseSandbox
    static class DynamicFails {
        @TestFactory
        Stream<DynamicTest> tests() {
            return Stream.of(DynamicTest.dynamicTest("fails", () -> assertEquals("right", "wrong")));
        }
    }

    @HouseSandbox
    static class TakesTooLong {
        @BeforeEach
        void sends(@Routed("front") RequestSpecification front) {
            send(front, "/price");
        }

        @Test
        @Timeout(1)
        void test() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Sandbox(namespace = "house", fork = @Fork(value = "prise", env = "PRICE=9"), blueprint = HouseCluster.class)
    static class UnknownWorkload {
        @Test
        void test() {}
    }

    @Sandbox(namespace = "house", fork = @Fork("price"), blueprint = HouseCluster.class)
    static class ChangesNothing {
        @Test
        void test() {}
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", container = "prize", env = "PRICE=9"),
            blueprint = HouseCluster.class)
    static class UnknownContainer {
        @Test
        void test() {}
    }

    @Sandbox(namespace = "hause", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = HouseCluster.class)
    static class UnknownNamespace {
        @Test
        void test() {}
    }

    @Sandbox(namespace = "kube-system", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = HouseCluster.class)
    static class ProtectedNamespace {
        @Test
        void test() {}
    }

    @Sandbox(namespace = "house", fork = @Fork(value = "daemonset/price", env = "A=9"), blueprint = HouseCluster.class)
    static class UnknownKind {
        @Test
        void test() {}
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "nowhere/price:1"),
            timeout = "30s",
            blueprint = HouseCluster.class)
    static class UnknownImage {
        @Test
        void test() {}
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            evidence = Evidence.WARN,
            blueprint = HouseCluster.class)
    static class UnknownServices {
        @Test
        void service(@Routed("frond") URI front) {}

        @Test
        void port(@Routed("front:grpc") URI front) {}

        @Test
        void baseline(@Baseline("frond") URI front) {}
    }
}

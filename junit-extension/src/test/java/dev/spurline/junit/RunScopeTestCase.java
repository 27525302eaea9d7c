// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.assertj.SpurlineAssertions;
import io.restassured.specification.RequestSpecification;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Classes that share a sandbox, or do not. They run in the order of their names. */
@SuppressWarnings("ClassCanBeStatic")
final class RunScopeTestCase {

    /** The sandbox that each class had. */
    static final Map<Class<?>, LiveSandbox> SANDBOXES = new ConcurrentHashMap<>();

    private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

    private RunScopeTestCase() {}

    /** Returns the key of the sandbox that a class had. */
    static RoutingKey keyOf(Class<?> type) {
        return Objects.requireNonNull(SANDBOXES.get(type)).key();
    }

    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = HouseCluster.class,
            scope = Scope.RUN)
    @interface SharedHouse {}

    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=9"),
            blueprint = TaggedHouseCluster.class,
            scope = Scope.RUN)
    @interface TaggedHouse {}

    static class Remembers {

        @BeforeEach
        void remember(LiveSandbox sandbox) {
            SANDBOXES.put(getClass(), sandbox);
        }
    }

    static class Reaches extends Remembers {

        @Test
        void reaches(@Routed("front") RequestSpecification front) {
            assertThat(front.get("/price").asString()).startsWith("9 ");
        }
    }

    static class Idle extends Remembers {

        @Test
        void sendsNothing() {
            assertThat(SANDBOXES).isNotEmpty();
        }
    }

    @SharedHouse
    static class AReaches extends Reaches {}

    @SharedHouse
    static class BReaches extends Reaches {}

    @SharedHouse
    static class BSendsNothing extends Idle {}

    @SharedHouse
    static class BFails extends Remembers {

        @Test
        void fails() {
            throw new AssertionError("wrong price");
        }
    }

    @SharedHouse
    @Disabled("not today")
    static class BDisabled extends Reaches {}

    @SharedHouse
    static class CReaches extends Reaches {

        @Nested
        class Within {

            @Test
            void sharesIt(LiveSandbox sandbox) {
                assertThat(SANDBOXES).extractingByKey(CReaches.class).returns(sandbox.key(), LiveSandbox::key);
            }
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", env = "PRICE=10"),
            blueprint = HouseCluster.class,
            scope = Scope.RUN)
    static class COther extends Remembers {

        @Test
        void reaches(@Routed("front") RequestSpecification front) {
            assertThat(front.get("/price").asString()).startsWith("10 ");
        }
    }

    static class CBuilt extends Reaches {

        @RegisterExtension
        static final SandboxExtension SANDBOX = SandboxExtension.builder()
                .namespace("house")
                .fork(dev.spurline.ForkSpec.of("price").env("PRICE", "9"))
                .blueprint(HouseCluster.class)
                .scope(Scope.RUN)
                .build();
    }

    /** What its field has cannot be told by the field's type. */
    static class ABuiltAsExtension extends Reaches {

        @RegisterExtension
        static final Extension SANDBOX = CBuilt.SANDBOX;
    }

    @HouseSandbox
    static class AAlone extends Reaches {}

    @HouseSandbox
    static class BAlone extends Reaches {}

    /** Has no sandbox, and sees what the others have left. */
    static class DLooks {

        @Test
        void allAreClosed(TestInfo test) {
            assertThat(SANDBOXES).isNotEmpty();
            assertThat(SANDBOXES.values())
                    .allSatisfy(sandbox -> assertThatThrownBy(() -> sandbox.uri("front"))
                            .isInstanceOf(SandboxException.class)
                            .hasMessage("Sandbox [%s] is closed", sandbox.key()));
        }
    }

    @SharedHouse
    static class AtOnceReaches extends Reaches {

        @BeforeEach
        void meet() throws Exception {
            RunScopeTestCase.meet();
        }
    }

    @SharedHouse
    static class AtOnceSendsNothing extends Idle {

        @BeforeEach
        void meet() throws Exception {
            RunScopeTestCase.meet();
        }
    }

    @TaggedHouse
    static class ToldReaches extends Reaches {

        @BeforeEach
        void meet() throws Exception {
            RunScopeTestCase.meet();
        }
    }

    @TaggedHouse
    static class ToldSendsNothing extends Idle {

        @BeforeEach
        void meet() throws Exception {
            RunScopeTestCase.meet();
        }
    }

    @TaggedHouse
    static class KeepsItAndCompares extends Remembers {

        private static @Nullable LiveSandbox kept;

        @BeforeAll
        static void keep(LiveSandbox sandbox) {
            kept = sandbox;
        }

        @Test
        void reaches() {
            LiveSandbox sandbox = Objects.requireNonNull(kept);

            SpurlineAssertions.assertThat(sandbox)
                    .onGet("front", "/price")
                    .differsFromBaselineOnlyAt("body")
                    .reachedOnly("price");
            SpurlineAssertions.assertThat(sandbox).reachedOnly("price");
        }
    }

    /** Both have the sandbox before one of them goes on. */
    private static void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
        TOGETHER.await(60, TimeUnit.SECONDS);
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "nothing", env = "PRICE=9"),
            blueprint = HouseCluster.class,
            scope = Scope.RUN)
    static class ARefused extends Reaches {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "nothing", env = "PRICE=9"),
            blueprint = HouseCluster.class,
            scope = Scope.RUN)
    static class BRefused extends Reaches {}
}

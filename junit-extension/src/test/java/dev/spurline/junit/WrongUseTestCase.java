// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import io.restassured.specification.RequestSpecification;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One class for each way to use the extension wrongly. None of them needs a cluster to be refused. */
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable", "ClassCanBeStatic", "UnusedMethod"})
final class WrongUseTestCase {

    private WrongUseTestCase() {}

    /** A test that must not run: the class is refused before. */
    interface Probe {
        @Test
        default void test() {
            throw new IllegalStateException("ran");
        }
    }

    @Sandbox(fork = {})
    static class NoFork implements Probe {}

    @Sandbox(fork = @Fork("a/b/c"))
    static class NoWorkload implements Probe {}

    @Sandbox(fork = {@Fork(value = "pricing", env = "A=1"), @Fork(value = "deployment/pricing", env = "B=1")})
    static class TwoForksOfOneWorkload implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "SECRET"))
    static class EnvWithoutValue implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "=1"))
    static class EnvWithoutName implements Probe {}

    @Sandbox(
            fork =
                    @Fork(
                            value = "pricing",
                            env = {"A=1", "A=2"}))
    static class EnvTwice implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1", secretEnv = "A=2"))
    static class EnvAndSecretEnv implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", secretEnv = "SECRET"))
    static class SecretEnvWithoutValue implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", secretEnv = "A=${NOT_SET_AT_ALL}"))
    static class UnresolvedSecret implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1", unset = "A"))
    static class SetAndUnset implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", unset = " "))
    static class UnsetWithoutName implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1"), timeout = "soon")
    static class NoDuration implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1"), timeout = "0s")
    static class NoTime implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", image = "pricing:${NOT_SET_AT_ALL}"))
    static class UnresolvedPlaceholder implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", image = "pricing:${OPEN"))
    static class OpenPlaceholder implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", patch = "classpath:not-there.yaml"))
    static class MissingPatch implements Probe {}

    static class NeedsArgument implements Blueprint {
        NeedsArgument(String argument) {}

        @Override
        public void describe(ClusterSpec cluster) {}
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1"), blueprint = NeedsArgument.class)
    static class UnusableBlueprint implements Probe {}

    @Sandbox(fork = @Fork(value = "pricing", env = "A=1"))
    static class BothDoors implements Probe {
        @RegisterExtension
        static SandboxExtension sandbox = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .build();
    }

    static class TwoBuilders implements Probe {
        @RegisterExtension
        static SandboxExtension one = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .build();

        @RegisterExtension
        static SandboxExtension two = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .build();
    }

    static class InstanceBuilder implements Probe {
        @RegisterExtension
        SandboxExtension sandbox = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .build();
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class InstanceBuilderPerClass implements Probe {
        @RegisterExtension
        SandboxExtension sandbox = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .build();
    }

    static class BuilderWithoutFork implements Probe {
        @RegisterExtension
        static SandboxExtension sandbox = SandboxExtension.builder().build();
    }

    static class BuilderWithoutTime implements Probe {
        @RegisterExtension
        static SandboxExtension sandbox = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .timeout(Duration.ZERO)
                .build();
    }

    static class BuilderWithTwins implements Probe {
        @RegisterExtension
        static SandboxExtension sandbox = SandboxExtension.builder()
                .fork(ForkSpec.of("cart").env("A", "1"))
                .fork(ForkSpec.of("cart").env("B", "1"))
                .build();
    }

    @ExtendWith(SandboxExtension.class)
    static class NoDeclaration implements Probe {}

    @Retention(RetentionPolicy.RUNTIME)
    @Sandbox(fork = @Fork(value = "cart", env = "A=1"))
    @interface CartSandbox {}

    @CartSandbox
    @Sandbox(fork = @Fork(value = "pricing", env = "A=1"))
    static class TwoAnnotations implements Probe {}

    @CartSandbox
    static class OnNoTestMethod implements Probe {
        @BeforeEach
        @CartSandbox
        void setUp() {}
    }

    @CartSandbox
    static class ClientWithService {
        @Test
        void test(@Routed("storefront") HttpClient client) {}
    }

    @CartSandbox
    static class BaselineClient {
        @Test
        void test(@Baseline("storefront") HttpClient client) {}
    }

    @CartSandbox
    static class AddressWithoutService {
        @Test
        void test(@Routed URI uri) {}
    }

    @CartSandbox
    static class BadService {
        @Test
        void test(@Routed("http://storefront:80") URI uri) {}
    }

    @CartSandbox
    static class UnknownType {
        @Test
        void test(@Routed("storefront") String text) {}
    }

    @CartSandbox
    static class BaselineOnUnknownType {
        @Test
        void test(@Baseline("storefront") LiveSandbox sandbox) {}
    }

    @CartSandbox
    static class WrongSupplier {
        @Test
        void test(@Routed("storefront") Supplier<String> text) {}
    }

    @CartSandbox
    static class RoutedAndBaseline {
        @Test
        void test(@Routed("a") @Baseline("a") URI uri) {}
    }

    @CartSandbox
    static class StaticSpecification implements Probe {
        @Routed("storefront")
        static RequestSpecification storefront;
    }

    @CartSandbox
    @TestInstance(Lifecycle.PER_CLASS)
    static class SharedSpecification implements Probe {
        @Routed("storefront")
        RequestSpecification storefront;
    }

    @CartSandbox
    @TestInstance(Lifecycle.PER_CLASS)
    static class SharedSpecificationInConstructor implements Probe {
        SharedSpecificationInConstructor(@Baseline("storefront") RequestSpecification storefront) {}
    }

    @CartSandbox
    static class FinalField implements Probe {
        @Routed("storefront")
        private final URI storefront = URI.create("http://localhost");
    }

    @CartSandbox
    static class SharedByHeirs implements Probe {
        static LiveSandbox sandbox;
    }

    static class Heir extends SharedByHeirs {}

    @Sandbox(fork = @Fork(value = "cart", env = "A=1"), scope = Scope.METHOD)
    static class StaticFieldPerMethod implements Probe {
        static LiveSandbox sandbox;
    }

    @Sandbox(fork = @Fork(value = "cart", env = "A=1"), scope = Scope.METHOD)
    static class BeforeAllPerMethod implements Probe {
        @BeforeAll
        static void setUp(LiveSandbox sandbox) {}
    }

    @Sandbox(fork = @Fork(value = "cart", env = "A=1"), scope = Scope.METHOD)
    @TestInstance(Lifecycle.PER_CLASS)
    static class FieldPerClassPerMethod implements Probe {
        LiveSandbox sandbox;
    }

    static class ReachesForkWithoutSandbox {

        @Test
        @ReachesFork("cart")
        void test() {
            throw new IllegalStateException("ran");
        }
    }

    @CartSandbox
    static class Fine implements Probe {}

    @Sandbox(fork = @Fork("pricing"), scope = Scope.METHOD)
    static class FinePerMethod implements Probe {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxException;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Classes that run on a cluster which outlives them, so that it shows what they leave. */
final class SharedClusterTestCase {

    static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

    private SharedClusterTestCase() {}

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    static class Reaches {
        @Test
        void test(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            KEYS.add(sandbox.key().value());
            back.get("/").then().statusCode(200).body(equalTo("back forked"));
        }
    }

    /** Sends nothing, while others reach the same fork. */
    @Sandbox(fork = @Fork("back"))
    static class Silent {
        @Test
        void test(LiveSandbox sandbox) {
            KEYS.add(sandbox.key().value());
        }
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    static class LosesItInTheMiddle {
        @Test
        void test(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            back.get("/").then().statusCode(200).body(equalTo("back forked"));
            breaking.run();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> sandbox.uri("back")).isInstanceOf(SandboxException.class));
        }
    }

    /** What the last class that shared a sandbox had. */
    static volatile Optional<LiveSandbox> shared = Optional.empty();

    /** Breaks that sandbox. */
    static volatile Runnable breaking = () -> {};

    static class Shares {
        @Test
        void test(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            shared = Optional.of(sandbox);
            KEYS.add(sandbox.key().value());
            back.get("/").then().statusCode(200).body(equalTo("back forked"));
        }
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"), scope = Scope.RUN)
    static class AShares extends Shares {}

    /** Comes between those that share it. */
    static class BBreaksIt {
        @Test
        void theSandboxEnds() {
            breaking.run();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> shared.orElseThrow().uri("back"))
                                    .isInstanceOf(SandboxException.class));
        }
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"), scope = Scope.RUN)
    static class CShares extends Shares {}

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    static class BeforeAllFails {
        @BeforeAll
        static void fail(LiveSandbox sandbox) {
            KEYS.add(sandbox.key().value());
            throw new IllegalStateException("no data today");
        }

        @Test
        void test() {}
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    @ExtendWith(FailingExtension.class)
    static class OtherExtensionFails {
        @Test
        void test() {}
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"), scope = Scope.METHOD)
    static class ConstructorFails {
        ConstructorFails(LiveSandbox sandbox) {
            KEYS.add(sandbox.key().value());
            throw new IllegalStateException("no instance today");
        }

        @Test
        void test() {}
    }

    static final class FailingExtension implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            throw new IllegalStateException("no extension today");
        }
    }
}

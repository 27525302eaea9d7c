// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Classes whose sandboxes are kept, or not. */
final class KeptAfterFailureTestCase {

    static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

    private KeptAfterFailureTestCase() {}

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    static class Fails {
        @Test
        void fails(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            KEYS.add(sandbox.key().value());
            assertThat(back.get("/").asString()).isEqualTo("back expected");
        }
    }

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"))
    static class Passes {
        @Test
        void passes(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            KEYS.add(sandbox.key().value());
            assertThat(back.get("/").asString()).isEqualTo("back forked");
        }
    }

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
    @SuppressWarnings("ClassCanBeStatic")
    static class NestedBeforeAllFails extends Passes {
        @Nested
        class Inner {
            @BeforeAll
            static void fail() {
                throw new IllegalStateException("no data today");
            }

            @Test
            void test() {}
        }
    }

    @Sandbox(
            fork = {
                @Fork(value = "back", env = "WORD=forked"),
                @Fork(value = "back", namespace = "lane-0-b", env = "WORD=forked")
            })
    static class FailsInTwoNamespaces extends Fails {}

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"), scope = Scope.RUN)
    static class ASharesAndFails extends Fails {}

    @Sandbox(fork = @Fork(value = "back", env = "WORD=forked"), scope = Scope.RUN)
    static class BShares extends Passes {}
}

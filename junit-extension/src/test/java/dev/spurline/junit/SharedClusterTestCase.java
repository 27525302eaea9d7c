// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
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

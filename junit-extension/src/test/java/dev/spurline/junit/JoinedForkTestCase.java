// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Classes whose requests reach the forks of somebody else's sandbox, too. */
final class JoinedForkTestCase {

    /** Lets somebody else send requests while a test runs. */
    static volatile Runnable meanwhile = () -> {};

    private JoinedForkTestCase() {}

    @Sandbox(fork = @Fork(value = "front", env = "WORD=mine"), join = @Join(label = {"pr=${JOINED_PR:42}", "team=pay"}))
    static class ReachesBoth {
        @Test
        @ReachesFork({"front", "back"})
        void both(@Routed("front") RequestSpecification front) {
            front.get("/").then().statusCode(200).body(equalTo("front mine, back theirs"));
        }
    }

    @Sandbox(
            fork = {},
            join = @Join(label = "pr=42"))
    static class ReachesTheirs {
        @Test
        void theirs(LiveSandbox sandbox, @Routed("back") RequestSpecification back) {
            Assertions.assertEquals(1, sandbox.forks().size());
            back.get("/").then().statusCode(200).body(equalTo("back theirs"));
        }
    }

    @Sandbox(fork = @Fork(value = "front", env = "WORD=mine"), join = @Join(label = "pr=42"))
    static class LeavesItToOthers {
        @Test
        void silent() {
            meanwhile.run();
        }
    }

    @Sandbox(
            fork = {},
            join = @Join(label = {}))
    static class NamesNoLabel {
        @Test
        void test() {}
    }

    @Sandbox(
            fork = {},
            join = @Join(label = "pr"))
    static class NamesNoValue {
        @Test
        void test() {}
    }

    @Sandbox(
            fork = {},
            join = @Join(label = "pr=7"))
    static class FindsNone {
        @Test
        void test() {}
    }
}

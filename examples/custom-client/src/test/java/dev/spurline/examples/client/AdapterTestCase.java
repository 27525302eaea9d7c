// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.examples.client.BrokenAdapter.BrokenClient;
import dev.spurline.examples.client.MistakenAdapter.MistakenClient;
import dev.spurline.examples.client.OutdatedAdapter.OutdatedClient;
import dev.spurline.examples.client.PoolAdapters.EastClient;
import dev.spurline.examples.client.PoolAdapters.WestClient;
import dev.spurline.junit.Evidence;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@link AdapterIT} runs. */
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable", "UnusedMethod"})
class AdapterTestCase {

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), blueprint = TownCluster.class)
    static class Closed {

        private static final List<WordClient> OLDER = new ArrayList<>();

        @Routed("word")
        static WordClient shared;

        @BeforeAll
        static void forget() {
            OLDER.clear();
        }

        @Test
        void one(@Routed("word") WordClient word) throws IOException {
            isAlone(word);
        }

        @Test
        void two(@Routed("word") WordClient word) throws IOException {
            isAlone(word);
        }

        private static void isAlone(WordClient word) throws IOException {
            word.get("/");
            assertThat(OLDER)
                    .allSatisfy(older -> assertThatThrownBy(() -> older.get("/"))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("This client is closed"));
            OLDER.add(word);
        }

        @AfterAll
        static void theSharedOneIsOpen() throws IOException {
            assertThat(shared.get("/")).startsWith("fork ");
            assertThat(OLDER).hasSize(2);
        }
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), evidence = Evidence.WARN, blueprint = TownCluster.class)
    static class Broken {

        @Test
        void test(@Routed("word") BrokenClient client) {}
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), evidence = Evidence.WARN, blueprint = TownCluster.class)
    static class Mistaken {

        @Test
        void test(@Routed("word") MistakenClient client) {}
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), evidence = Evidence.WARN, blueprint = TownCluster.class)
    static class Outdated {

        @Test
        void test(@Routed("word") OutdatedClient client) {}
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), evidence = Evidence.WARN, blueprint = TownCluster.class)
    static class Pools {

        @Test
        void test(
                @Routed("word") EastClient east, @Routed("word") EastClient sameEast, @Routed("word") WestClient west) {
            assertThat(east.pool().owner()).isEqualTo("east");
            assertThat(sameEast.pool()).isSameAs(east.pool());
            assertThat(west.pool().owner()).isEqualTo("west");
        }
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), blueprint = TownCluster.class)
    static class NotCounted {

        @Test
        void test(@Routed("post") URI post) {}
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), blueprint = TownCluster.class)
    static class Shared {

        @Routed("word")
        static WordRequest request;

        @Test
        void test() {}
    }

    @Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), blueprint = TownCluster.class)
    static class Unknown {

        @Test
        void test(@Routed("word") String text) {}
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come in at a gateway whose routes lead straight to a forked Service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayRulesTestCase {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final GatewayTwins twins;
    private HopsCluster cluster;
    private SandboxEngine engine;

    GatewayRulesTestCase(GatewayTwins twins) {
        this.twins = twins;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(directory, twins);
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    void stop() {
        engine.close();
        cluster.close();
    }

    @AfterEach
    void removeRoutes() {
        twins.remove(cluster.client(), "public");
        twins.remove(cluster.client(), "more");
    }

    private void put(String name, String... rules) {
        twins.put(cluster.client(), name, rules);
    }

    private String prefix(String path, String backend, String mark) {
        return twins.prefix(path, backend, mark);
    }

    private static SandboxSpec forked(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }

    private String ask(String path, Map<String, String> headers) throws Exception {
        return HopsCluster.ask(GatewayTwins.entry(cluster, "back"), path, headers);
    }

    private void awaitAnswer(String path, Map<String, String> headers, String answer) {
        await().atMost(LONG).untilAsserted(() -> assertThat(ask(path, headers)).isEqualTo(answer));
    }

    @Test
    void requestsWithTheKeyReachTheForkByTheRulesOfTheOwner() throws Exception {
        put("public", prefix("/a", "SELF", "a"), prefix("/b", "canary", "b"), prefix("/", "SELF", "rest"));
        awaitAnswer("/", Map.of(), "200 baseline rest");
        Map<String, String> headers;
        String key;
        try (LiveSandbox sandbox = engine.open(forked("forked"))) {
            headers = sandbox.headers();
            key = sandbox.key().value();

            // Not every gateway is waited for.
            awaitAnswer("/a", headers, "200 forked a");
            assertThat(ask("/b", headers)).isEqualTo("200 canary b");
            assertThat(ask("/c", headers)).isEqualTo("200 forked rest");
            assertThat(ask("/a", Map.of("baggage", "a=b,spurline=" + key))).isEqualTo("200 forked a");
            assertThat(ask("/a", Map.of())).isEqualTo("200 baseline a");
            assertThat(ask("/c", Map.of())).isEqualTo("200 baseline rest");
            assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
        }
        awaitAnswer("/a", headers, "200 baseline a");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cluster.objects(key)).isEmpty());
    }

    @Test
    void whatOthersChangeIsFollowed() {
        try (LiveSandbox one = engine.open(forked("one"));
                LiveSandbox two = engine.open(forked("two"))) {
            put("public", prefix("/", "SELF", "first"));
            awaitAnswer("/", one.headers(), "200 one first");
            awaitAnswer("/", two.headers(), "200 two first");
            put("public", prefix("/a", "canary", "second"), prefix("/", "SELF", "rest"));
            awaitAnswer("/a", one.headers(), "200 canary second");
            awaitAnswer("/", two.headers(), "200 two rest");
            twins.remove(cluster.client(), "public");
            awaitAnswer("/", one.headers(), "404  -");
            put("public", prefix("/", "SELF", "again"));
            awaitAnswer("/", one.headers(), "200 one again");
            awaitAnswer("/", two.headers(), "200 two again");
        }
    }

    /** What takes everything comes last, whichever is older. */
    @Test
    void theRulesOfSeveralKeepTheirOrder() throws Exception {
        put("public", prefix("/", "SELF", "all"));
        put("more", prefix("/a", "canary", "a"));
        awaitAnswer("/a", Map.of(), "200 canary a");
        try (LiveSandbox sandbox = engine.open(forked("forked"))) {
            awaitAnswer("/b", sandbox.headers(), "200 forked all");
            assertThat(ask("/a", sandbox.headers())).isEqualTo("200 canary a");
        }
    }

    @Test
    void requestsWithoutTheKeyAreAnsweredAsWithoutSpurline() {
        try (TwinLoad load = TwinLoad.at(service -> GatewayTwins.entry(cluster, service))) {
            for (int round = 0; round < 2; round++) {
                put("public", prefix("/a", "SELF", "first"), prefix("/", "canary", "rest"));
                try (LiveSandbox one = engine.open(forked("one"))) {
                    load.awaitMore();
                    put("more", prefix("/b", "SELF", "more"));
                    load.awaitMore();
                    try (LiveSandbox two = engine.open(forked("two"))) {
                        put("public", prefix("/a", "canary", "second"), prefix("/", "SELF", "rest"));
                        load.awaitMore();
                        twins.remove(cluster.client(), "public");
                        load.awaitMore();
                        put("public", prefix("/", "SELF", "third"));
                        load.awaitMore();
                        assertThat(List.of(one, two))
                                .allSatisfy(sandbox ->
                                        assertThat(sandbox.evidence().forks()).hasSize(1));
                    }
                    load.awaitMore();
                }
                load.awaitMore();
                removeRoutes();
                load.awaitMore();
            }

            assertThat(load.wrong()).isEmpty();
        }
    }
}

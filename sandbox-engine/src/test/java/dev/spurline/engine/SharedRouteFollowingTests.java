// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.TwinVirtualServices.prefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes of two engines on one Service come and go, and others change its VirtualService meanwhile. */
class SharedRouteFollowingTests extends TwoEnginesTestCase {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRouteFollowingTests.class);

    /** A quiet machine takes less than half a second (docs/istio.md); this one may be busy. */
    private static final Duration FOLLOWED = Duration.ofSeconds(5);

    SharedRouteFollowingTests() {
        super(Map.of("spurline.routing", "virtual-service", "spurline.istio.shadow", "on"));
    }

    @Test
    void sandboxesOnOneServiceComeAndGoInAnyOrder() throws Exception {
        try (TwinLoad load = TwinLoad.on(cluster)) {
            LiveSandbox one = first.open(forked("one"));
            LiveSandbox two = second.open(forked("two"));
            assertAnswers(one, "one");
            assertAnswers(two, "two");
            one.close();
            assertAnswers(two, "two");
            LiveSandbox three = first.open(forked("three"));
            assertAnswers(two, "two");
            assertAnswers(three, "three");
            three.close();
            assertAnswers(two, "two");
            LiveSandbox four = second.open(forked("four"));
            two.close();
            assertAnswers(four, "four");
            assertThat(virtual.shared()).isPresent();
            four.close();

            assertThat(virtual.shared()).isEmpty();
            load.awaitMore();
            assertThat(load.wrong()).isEmpty();
        }
    }

    private void assertAnswers(LiveSandbox sandbox, String word) throws Exception {
        assertAnswers(sandbox.headers(), word);
    }

    private void assertAnswers(Map<String, String> headers, String word) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(cluster.ask(CallingPod.name("back"), "/", headers)).startsWith("200 " + word);
        }
    }

    /** Its delegate goes with its record, and a slot without one does nothing until the next writer drops it. */
    @Test
    void aJvmThatIsKilledHarmsNobodyElseOnTheRoot(@TempDir Path logs) throws Exception {
        try (TwinLoad load = TwinLoad.on(cluster)) {
            try (LiveSandbox one = first.open(forked("one"))) {
                Map<String, String> headers;
                String killed;
                try (SandboxProcess child = SandboxProcess.start(properties(Duration.ofSeconds(5)), logs)) {
                    killed = child.key();
                    headers = child.headers();
                    assertAnswers(headers, "forked");
                    assertThat(owners()).hasSize(2);
                    child.kill();
                }
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(virtual.of(killed)).isEmpty());
                await().atMost(LONG).untilAsserted(() -> assertThat(owners()).hasSize(1));

                assertAnswers(one, "one");
                await().atMost(LONG).untilAsserted(() -> assertAnswers(headers, "baseline"));
                second.open(forked("two")).close();
                assertThat(virtual.shared().orElseThrow().toString())
                        .contains(one.key().value())
                        .doesNotContain(killed);
            }

            assertThat(virtual.shared()).isEmpty();
            load.awaitMore();
            assertThat(load.wrong()).isEmpty();
        }
    }

    /** Without an owner the garbage collector leaves it, as where somebody has deleted an anchor and orphaned what it owned. */
    @Test
    void aRootOfWhichNobodyLivesIsSwept() {
        virtual.leaveRoot("twin", "kaaaaaaaa2");

        try (SandboxEngine third = SandboxEngine.connect(settings());
                LiveSandbox sandbox = third.open(forked("one"))) {
            assertThat(virtual.shared().orElseThrow().toString())
                    .contains(sandbox.key().value());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared("twin")).isEmpty());
        }
    }

    private List<OwnerReference> owners() {
        return virtual.shared().orElseThrow().getMetadata().getOwnerReferences();
    }

    @Test
    void aForeignVirtualServiceIsFollowedWithinASecondByAllWhoLive() {
        virtual.put(prefix("/a", "SELF", "begin"), prefix("/", "SELF", "rest"));
        try (LiveSandbox one = first.open(forked("one"));
                LiveSandbox two = second.open(forked("two"))) {
            List<Duration> delays = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String changed = "changed" + i;
                virtual.put(prefix("/a", "SELF", changed), prefix("/", "SELF", "rest"));
                delays.add(followed(changed, one, two));
                virtual.remove();
                delays.add(forgotten(changed, one, two));
                String again = "again" + i;
                virtual.put(prefix("/a", "SELF", again), prefix("/", "SELF", "rest"));
                delays.add(followed(again, one, two));
            }
            Collections.sort(delays);
            LOG.info("Changes of a foreign VirtualService were followed after {}", delays);

            assertThat(delays.get(delays.size() / 2)).isLessThan(FOLLOWED);
        }
        assertThat(virtual.shared()).isEmpty();
    }

    /** Returns how long it took until the shared object and those of the sandboxes hold a text. */
    private Duration followed(String text, LiveSandbox... sandboxes) {
        return until(text, true, sandboxes);
    }

    private Duration forgotten(String text, LiveSandbox... sandboxes) {
        return until(text, false, sandboxes);
    }

    private Duration until(String text, boolean there, LiveSandbox... sandboxes) {
        long start = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LONG)
                .until(() -> {
                    List<String> objects = new ArrayList<>();
                    objects.add(virtual.shared().toString());
                    for (LiveSandbox sandbox : sandboxes) {
                        objects.add(virtual.of(sandbox.key().value()).toString());
                    }
                    return objects.stream().allMatch(object -> object.contains(text) == there);
                });
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void requestsWithoutAKeyAreAnsweredAsWithoutSpurlineWhileOthersChangeTheirRoutes() {
        try (TwinLoad load = TwinLoad.on(cluster)) {
            for (int round = 0; round < 2; round++) {
                virtual.put(prefix("/a", "SELF", "first"), prefix("/", "canary", "rest"));
                try (LiveSandbox one = first.open(forked("one"))) {
                    load.awaitMore();
                    try (LiveSandbox two = second.open(forked("two"))) {
                        virtual.put(prefix("/a", "canary", "second"), prefix("/", "SELF", "rest"));
                        load.awaitMore();
                        virtual.remove();
                        load.awaitMore();
                        virtual.put(prefix("/b", "canary", "third"), prefix("/", "SELF", "all"));
                        load.awaitMore();
                        assertThat(List.of(one, two))
                                .allSatisfy(sandbox ->
                                        assertThat(sandbox.evidence().forks()).hasSize(1));
                    }
                    load.awaitMore();
                }
                load.awaitMore();
                virtual.remove();
                load.awaitMore();
            }

            assertThat(load.wrong()).isEmpty();
        }
    }

    /** What all share is a copy of his rules before, and what stands in his slot afterwards: never half of each. */
    @Test
    void anOwnerAddsASlotAndTakesItAwayWhileTwoEnginesHaveSandboxes() {
        virtual.put(prefix("/", "SELF", "without"));
        TwinLoad.awaitAnswers(cluster, "without");
        try (TwinLoad load = TwinLoad.on(cluster);
                LiveSandbox one = first.open(forked("one"));
                LiveSandbox two = second.open(forked("two"))) {
            virtual.put("{delegate: {name: spurline-SELF}}", prefix("/", "SELF", "with"));
            awaitShared(false, one, two);
            load.awaitMore();
            virtual.put(prefix("/", "SELF", "again"));
            awaitShared(true, one, two);
            load.awaitMore();

            assertThat(load.wrong()).isEmpty();
        }
        assertThat(virtual.shared()).isEmpty();
    }

    private void awaitShared(boolean hosts, LiveSandbox one, LiveSandbox two) {
        await().atMost(LONG).untilAsserted(() -> {
            String shared = virtual.shared().orElseThrow().toString();
            assertThat(shared.contains("hosts=[")).isEqualTo(hosts);
            assertThat(shared).contains(one.key().value(), two.key().value());
            assertAnswers(one, "one");
            assertAnswers(two, "two");
        });
    }

    @Test
    void whoIsTakenOutOfTheSharedObjectJoinsAgain() throws Exception {
        try (LiveSandbox one = first.open(forked("one"));
                LiveSandbox two = second.open(forked("two"))) {
            assertAnswers(one, "one");
            String before = virtual.shared().orElseThrow().getMetadata().getUid();

            virtual.removeShared();

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(
                                    virtual.shared().map(Object::toString).orElse(""))
                            .contains(one.key().value(), two.key().value())
                            .doesNotContain(before));
            await().atMost(LONG).untilAsserted(() -> {
                assertAnswers(one, "one");
                assertAnswers(two, "two");
            });
        }
    }

    /** An engine whose view was older may have planned before there was a VirtualService. */
    @Test
    void whoKnowsWhatTheSharedObjectRepeatsWritesItAnew() throws Exception {
        virtual.put(prefix("/", "SELF", "known"));
        try (LiveSandbox one = first.open(forked("one"))) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared().toString()).contains("known"));

            virtual.writeSharedAlone();

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared().toString())
                            .contains(
                                    "known",
                                    "spurline.dev/derived-from",
                                    one.key().value())
                            .doesNotContain("exportTo=[*]"));
            assertAnswers(one, "one");
        }
    }

    /** Nobody else would: it has no generation of the same object by which it could be told to be earlier. */
    @Test
    void theRulesOfARemovedVirtualServiceAreWrittenOverWhoeverLeftThem() throws Exception {
        virtual.put(prefix("/", "SELF", "known"));
        try (LiveSandbox one = first.open(forked("one"))) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared().toString()).contains("known"));

            virtual.writeSharedOfRemoved("stale");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared().toString())
                            .contains("known", one.key().value())
                            .doesNotContain("stale", "removed 7"));
            assertAnswers(one, "one");
        }
    }
}

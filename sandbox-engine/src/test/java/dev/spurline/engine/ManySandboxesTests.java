// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.internal.engine.ClusterEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What further sandboxes of a JVM cost the API server, beside the first one. */
class ManySandboxesTests {

    /** A hundred with -Dspurline.build.sandboxes=100. */
    private static final int MANY = Integer.getInteger("spurline.build.sandboxes", 10);

    /** Neither a heartbeat nor a watch that is opened again comes in between. */
    private static final Duration LONG_LEASE = Duration.ofMinutes(30);

    private static final Duration SHORT_LEASE = Duration.ofSeconds(8);
    private static final Duration HEARTBEAT = SHORT_LEASE.dividedBy(4);
    private static final int BEATS = 3;

    /** Nine lists, of which one is made while the pod starts, a GET of the namespace, five writes, a rehearsal and a tunnel. */
    private static final int REQUESTS = 17;

    private final RequestTimes times = new RequestTimes(Duration.ZERO);

    @Test
    void eachFurtherOneTakesFewerRequestsAndRoundTripsAndNoWatchOfItsOwn() {
        try (SandboxEngine engine = connect(LONG_LEASE)) {
            Opening first = open(engine);
            List<Opening> further =
                    IntStream.range(1, MANY).mapToObj(number -> open(engine)).toList();

            assertThat(first.watches()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(further).allSatisfy(opening -> {
                assertThat(opening.requests()).isLessThan(first.requests());
                assertThat(opening.watches()).isEmpty();
            });
            assertThat(median(further, Opening::requests)).isEqualTo(REQUESTS);
            // Chance can lengthen the chain of some openings where processors are short, but not that of most.
            assertThat(median(further, Opening::roundTrips)).isLessThan(first.roundTrips());
            // What is there of others is not read again, however many there are.
            assertThat(further.get(further.size() - 1).lists())
                    .isEqualTo(further.get(0).lists());
        }
    }

    private static int median(List<Opening> openings, ToIntFunction<Opening> count) {
        return openings.stream().mapToInt(count).sorted().toArray()[openings.size() / 2];
    }

    @Test
    void oneHeartbeatServesThemAll() {
        try (SandboxEngine engine = connect(SHORT_LEASE)) {
            long start = System.nanoTime();
            IntStream.range(0, MANY).forEach(number -> engine.open(HopsCluster.backForked()));

            await().atMost(Duration.ofMinutes(1)).until(() -> heartbeats().size() >= BEATS);

            List<RequestTimes.Exchange> heartbeats = heartbeats();
            long periods = 1 + (System.nanoTime() - start) / HEARTBEAT.toNanos();
            assertThat(heartbeats)
                    .extracting(RequestTimes.Exchange::what)
                    .containsOnly(heartbeats.get(0).what());
            assertThat(heartbeats).hasSizeLessThanOrEqualTo((int) periods);
        }
    }

    private List<RequestTimes.Exchange> heartbeats() {
        return times.requests().stream()
                .filter(request -> request.what().startsWith("PATCH /apis/batch/v1/namespaces/hops/jobs/"))
                .toList();
    }

    /**
     * What the API server was asked for one sandbox.
     *
     * @param requests how many requests, watches not counted
     * @param roundTrips how many of them in sequence, watches included
     * @param watches the watches that were opened
     * @param lists the lists that were read
     */
    private record Opening(int requests, int roundTrips, List<String> watches, List<String> lists) {}

    private Opening open(SandboxEngine engine) {
        times.forget();
        engine.open(HopsCluster.backForked());
        return new Opening(
                times.requests().size(),
                times.chain().size(),
                times.watches().stream().map(RequestTimes.Exchange::what).toList(),
                lists());
    }

    private List<String> lists() {
        return times.requests().stream()
                .map(RequestTimes.Exchange::what)
                .filter(what -> what.matches("GET /apis?/.*/namespaces/hops/[a-z]+"))
                .sorted()
                .toList();
    }

    private SandboxEngine connect(Duration lease) {
        Map<String, String> properties = Map.of(
                "spurline.lease", lease.toSeconds() + "s", "spurline.max-sandboxes-per-namespace", "" + (MANY + 1));
        return ClusterEngine.connect(
                ClusterSettings.from(name -> Optional.ofNullable(properties.get(name))
                                .map(text -> new Settings.Value(text, "the test")))
                        .withBlueprint(new TwoHops()),
                Optional.of(times));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.framework.SandboxEnding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of a sandbox reach the fork of another one where routes of others are on the Service, or a gateway leads to it. */
class JoinByLabelStyleTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SLOT = "{delegate: {name: spurline-SELF}}";

    @TempDir
    Path directory;

    @Test
    void inTheSlotOfAVirtualServiceOfOthers() throws Exception {
        viaTheirVirtualService(SLOT, TwinVirtualServices.prefix("/", "SELF", "own"));
    }

    @Test
    void byAVirtualServiceThatOutranksTheOneOfOthers() throws Exception {
        viaTheirVirtualService(TwinVirtualServices.prefix("/", "SELF", "own"));
    }

    private void viaTheirVirtualService(String... rules) throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, new Twins(Mesh.ISTIO).withVirtualServices())) {
            new TwinVirtualServices(cluster.client()).put(rules);
            reachesTheirForkUntilItsOpenerEndsIt(cluster, cluster.entry(CallingPod.name("back")), "own");
        }
    }

    @Test
    void atTheWaypointInAmbientMode() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, ThreeHops.ambient("nobody"))) {
            reachesTheirForkUntilItsOpenerEndsIt(
                    cluster,
                    cluster.entry(),
                    "200 front baseline, middle baseline, back baseline -",
                    "200 front baseline, middle baseline, back theirs -");
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayTwins.class)
    void atAGatewayThatLeadsToTheService(GatewayTwins twins) throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, twins)) {
            twins.put(cluster.client(), "public", twins.prefix("/", "SELF", "public"));
            reachesTheirForkUntilItsOpenerEndsIt(cluster, GatewayTwins.entry(cluster, "back"), "public");
        }
    }

    /** Answers with the mark of the owner's rule, whose copy leads to the fork. */
    private static void reachesTheirForkUntilItsOpenerEndsIt(HopsCluster cluster, URI entry, String mark) {
        reachesTheirForkUntilItsOpenerEndsIt(cluster, entry, "200 baseline " + mark, "200 theirs " + mark);
    }

    private static void reachesTheirForkUntilItsOpenerEndsIt(
            HopsCluster cluster, URI entry, String baseline, String forked) {
        awaitAnswer(entry, Map.of(), baseline);
        try (SandboxEngine team = engine(cluster, Map.of("spurline.sandbox-labels", "pr=42"));
                SandboxEngine own = engine(cluster, Map.of())) {
            LiveSandbox theirs = team.open(SandboxSpec.builder()
                    .fork(ForkSpec.of("back").env("WORD", "theirs"))
                    .build());
            Map<String, String> closed;
            try (LiveSandbox mine = own.open(joining())) {
                closed = mine.headers();
                awaitAnswer(entry, mine.headers(), forked);
                awaitAnswer(entry, theirs.headers(), forked);
                awaitAnswer(entry, Map.of(), baseline);
            }
            awaitAnswer(entry, closed, baseline);
            awaitAnswer(entry, theirs.headers(), forked);

            LiveSandbox left = own.open(joining());
            awaitAnswer(entry, left.headers(), forked);
            theirs.close();
            await().atMost(PATIENCE).until(() -> ((SandboxEnding) left).ending().isPresent());
            awaitAnswer(entry, left.headers(), baseline);
            left.close();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(
                                    cluster.objects(theirs.key().value()),
                                    cluster.objects(left.key().value())))
                            .allMatch(List::isEmpty));
        }
        awaitAnswer(entry, Map.of(), baseline);
    }

    private static void awaitAnswer(URI entry, Map<String, String> headers, String answer) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(HopsCluster.ask(entry, "/", headers)).isEqualTo(answer));
    }

    private static SandboxSpec joining() {
        return SandboxSpec.builder().join(Map.of("pr", "42")).build();
    }

    private static SandboxEngine engine(HopsCluster cluster, Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(PATIENCE));
        properties.putAll(given);
        return SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.framework.DescribedSandbox;
import dev.spurline.framework.RunSharing;
import dev.spurline.framework.SandboxEnding;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Requests of a sandbox reach the forks of another engine's sandbox, too, that was opened with some labels. */
@Execution(ExecutionMode.SAME_THREAD)
class JoinByLabelTests {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> PR = Map.of("pr", "42");

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private SandboxEngine team;
    private SandboxEngine own;
    private LiveSandbox theirs;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        team = SandboxEngine.connect(settings(Map.of("spurline.sandbox-labels", "pr=42,team=pay")));
        own = SandboxEngine.connect(settings(Map.of()));
        theirs = team.open(spec("TaxIT")
                .fork(ForkSpec.of("back").env("WORD", "theirs").secretEnv("PIN", "not-for-you"))
                .build());
    }

    @AfterEach
    void close() {
        own.close();
        team.close();
        await().atMost(PATIENCE).until(() -> cluster.anchors().isEmpty());
        assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
    }

    @Test
    void forksOfBothAreReachedWithOneKeyAndThoseOfTheOtherWithTheOther() throws Exception {
        LiveSandbox mine = own.open(joining("CheckoutIT"));

        assertThat(atFront(mine)).isEqualTo("200 front mine, back theirs -");
        assertThat(cluster.get(theirs.headers())).isEqualTo("front baseline, back theirs");
        assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        assertThat(mine.forks())
                .extracting(fork -> fork.workload().toString())
                .containsExactly("deployment/front", "deployment/back");
        assertThat(RunSharing.joined(mine))
                .containsEntry(mine.forks().get(1), "sandbox [%s] of [TaxIT]".formatted(theirs.key()))
                .hasSize(1);
        assertThat(RunSharing.isKnownToOthers(theirs)).isTrue();
        assertThat(RunSharing.isKnownToOthers(mine)).isFalse();
        assertThat(record(mine.key()).getData())
                .containsEntry("joins", "sandbox [%s] of [TaxIT]: [deployment/back]".formatted(theirs.key()));
        assertThat(record(theirs.key()).getData()).containsEntry("labels", "pr=42,team=pay");

        mine.close();

        assertThat(cluster.get(theirs.headers())).isEqualTo("front baseline, back theirs");
        // The pod goes after its Deployment.
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(cluster.objects(mine.key().value())).isEmpty());
    }

    @Test
    void aSandboxWithoutForksOfItsOwnReachesThoseOfOthers() {
        SandboxSpec spec = spec("CheckoutIT").join(PR).build();

        assertThat(own.plan(spec).prose())
                .contains(
                        "- Requests reach forks of sandbox [%1$s] of [TaxIT], which has the labels [pr=42,team=pay] and ends without asking%n  - [deployment/back] by [Service back-%1$s]"
                                .formatted(theirs.key()));
        try (LiveSandbox mine = own.open(spec)) {
            assertThat(cluster.get(mine.headers())).isEqualTo("front baseline, back theirs");
        }
    }

    /** What an engine has read before, it does not read whole again. */
    @Test
    void whoHasOpenedSandboxesBeforeJoinsAsAnyOther() throws Exception {
        own.open(spec("CartIT").fork(ForkSpec.of("front").env("WORD", "cart")).build())
                .close();

        assertThat(atFront(own.open(joining("CheckoutIT")))).isEqualTo("200 front mine, back theirs -");
    }

    @Test
    void theLabelsOfSettingsAreStrongerThanThoseOfTheSpec() {
        try (SandboxEngine other = SandboxEngine.connect(settings(Map.of("spurline.join.labels", "team=pay")));
                LiveSandbox mine =
                        other.open(spec("CheckoutIT").join(Map.of("pr", "7")).build())) {
            assertThat(cluster.get(mine.headers())).isEqualTo("front baseline, back theirs");
        }
    }

    @Test
    void labelsThatNoSandboxHasAreRefusedWithThoseThatLive() {
        SandboxSpec spec =
                spec("CheckoutIT").join(Map.of("pr", "43", "team", "pay")).build();
        try (LiveSandbox unlabelled = own.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> own.open(spec))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageStartingWith("No sandbox has the labels [pr=43,team=pay]. Living in [hops]: ")
                    .hasMessageContaining("[%s] of [TaxIT] with [pr=42,team=pay]".formatted(theirs.key()))
                    .hasMessageContaining("[%s] of [unnamed] without labels".formatted(unlabelled.key()))
                    .hasMessageEndingWith(
                            ". Open it first with spurline.sandbox-labels=pr=43,team=pay, or join by the labels of another one");
        }
    }

    @Test
    void twoForksOfOneWorkloadAreRefusedByName() {
        SandboxSpec spec = spec("CheckoutIT")
                .fork(ForkSpec.of("back").env("WORD", "mine"))
                .join(PR)
                .build();

        assertThatThrownBy(() -> own.open(spec))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Workload [deployment/back] in namespace [hops] is forked by [CheckoutIT] and by sandbox [%s] of [TaxIT], and requests can reach only one of both: leave one out, or join by labels that only one of these sandboxes has",
                        theirs.key());
    }

    @Test
    void twoSandboxesWithTheLabelsAndOneWorkloadAreRefusedByName() {
        try (LiveSandbox second = team.open(
                spec("DutyIT").fork(ForkSpec.of("back").env("WORD", "duty")).build())) {
            assertThatThrownBy(() -> own.open(joining("CheckoutIT")))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageStartingWith("Workload [deployment/back] in namespace [hops] is forked by sandbox [")
                    .hasMessageContaining("sandbox [%s] of [TaxIT]".formatted(theirs.key()))
                    .hasMessageContaining("sandbox [%s] of [DutyIT]".formatted(second.key()));
        }
    }

    @Test
    void aJvmThatIsKilledLeavesNothingAndTheSandboxItJoinedGoesOn() throws Exception {
        try (SandboxEngine labelled = SandboxEngine.connect(settings(Map.of("spurline.sandbox-labels", "pr=45")));
                LiveSandbox front = labelled.open(spec("CartIT")
                        .fork(ForkSpec.of("front").env("WORD", "cart"))
                        .build());
                SandboxProcess joiner = SandboxProcess.start(dying("spurline.join.labels"), directory)) {
            joiner.kill();

            await().atMost(PATIENCE).until(() -> cluster.objects(joiner.key()).isEmpty());
            assertThat(((SandboxEnding) front).ending()).isEmpty();
            assertThat(atFront(front)).isEqualTo("200 front cart, back baseline -");
        }
    }

    @Test
    void aSandboxIsStaleWhenTheJvmThatHasTheOneItJoinedIsKilled() throws Exception {
        theirs.close();
        try (SandboxProcess opener = SandboxProcess.start(dying("spurline.sandbox-labels"), directory)) {
            LiveSandbox mine =
                    own.open(spec("CheckoutIT").join(Map.of("pr", "45")).build());
            assertThat(cluster.get(mine.headers())).isEqualTo(HopsCluster.FORKED);

            opener.kill();

            await().atMost(PATIENCE).until(() -> ((SandboxEnding) mine).ending().isPresent());
            assertThat(((SandboxEnding) mine).ending())
                    .hasValueSatisfying(
                            told -> assertThat(told).contains("is stale, because sandbox [" + opener.key()));
        }
    }

    /** Returns the settings of a JVM whose objects go soon after it. */
    private static Map<String, String> dying(String labels) {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofSeconds(5)));
        properties.put(labels, "pr=45");
        return properties;
    }

    @Test
    void whoRoutesNothingJoinsNothing() {
        try (SandboxEngine direct = SandboxEngine.connect(settings(Map.of("spurline.routing", "direct")))) {
            assertThatThrownBy(() -> direct.open(joining("CheckoutIT")))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "The forks of sandbox [%s] of [TaxIT] cannot be joined by [CheckoutIT] with spurline.routing=direct, where no request but a test's own reaches a fork: choose another routing, or leave the join out",
                            theirs.key());
        }
    }

    @Test
    void aSandboxIsStaleAndHasNoRoutesWhenTheOneItJoinedHasEnded() {
        LiveSandbox mine = own.open(joining("CheckoutIT"));

        theirs.close();

        await().atMost(PATIENCE).until(() -> ((SandboxEnding) mine).ending().isPresent());
        assertThat(((SandboxEnding) mine).ending())
                .hasValueSatisfying(
                        told -> assertThat(told)
                                .startsWith(
                                        "Sandbox [%s] is stale, because sandbox [%s] of [TaxIT] has ended, whose forks its requests were to reach: "
                                                .formatted(mine.key(), theirs.key()))
                                .endsWith(
                                        ". Its routes were removed; open that one for as long as others join it, and run the tests again"));
        assertThatThrownBy(mine::evidence).isInstanceOf(SandboxException.class);
        await().atMost(PATIENCE).until(() -> cluster.get(mine.headers()), HopsCluster.BASELINE::equals);
    }

    @Test
    void twoSandboxesJoinTheSameOneAndNoneOfThemThroughTheOther() throws Exception {
        try (SandboxEngine labelled = SandboxEngine.connect(settings(Map.of("spurline.sandbox-labels", "pr=44")));
                LiveSandbox mine = labelled.open(joining("CheckoutIT"));
                LiveSandbox second =
                        own.open(spec("CartIT").join(Map.of("pr", "44")).build())) {
            assertThat(atFront(mine)).isEqualTo("200 front mine, back theirs -");
            assertThat(atFront(second)).isEqualTo("200 front mine, back baseline -");
        }
    }

    @Test
    void secretsOfOthersAreHidden() {
        LiveSandbox mine = own.open(joining("CheckoutIT"));

        assertThat(((DescribedSandbox) mine).withoutSecrets("it is not-for-you"))
                .doesNotContain("not-for-you");
    }

    private static String atFront(LiveSandbox sandbox) throws Exception {
        return HopsCluster.ask(sandbox.uri("front"), "/", sandbox.headers());
    }

    private static SandboxSpec joining(String owner) {
        return spec(owner)
                .fork(ForkSpec.of("front").env("WORD", "mine"))
                .join(PR)
                .build();
    }

    private static SandboxSpec.Builder spec(String owner) {
        return SandboxSpec.builder().owner(owner);
    }

    private static ConfigMap record(RoutingKey key) {
        return cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + key)
                .get();
    }

    private static ClusterSettings settings(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.putAll(given);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}

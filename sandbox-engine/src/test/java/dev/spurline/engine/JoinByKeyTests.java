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
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import dev.spurline.framework.RunSharing;
import dev.spurline.framework.SandboxEnding;
import dev.spurline.framework.TestViews;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An engine uses a sandbox that another one has opened and closes, by its key. */
@Execution(ExecutionMode.SAME_THREAD)
class JoinByKeyTests {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private SandboxEngine owner;
    private LiveSandbox opened;

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
        owner = SandboxEngine.connect(settings(Map.of()));
        opened = owner.open(
                spec("pipeline", ForkSpec.of("back").env("WORD", "forked").env("EXTRA", "1")));
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void aSandboxThatSomebodyElseHasOpenedIsUsedAndLeftToThem() {
        try (SandboxEngine engine = joining(opened.key())) {
            LiveSandbox joined = engine.open(HopsCluster.backForked());

            assertThat(joined.key()).isEqualTo(opened.key());
            assertThat(joined.headers()).isEqualTo(opened.headers());
            assertThat(joined.forks().get(0).pod())
                    .isEqualTo(opened.forks().get(0).pod());
            assertThat(cluster.get(joined.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(joined.uri("back")).isNotNull();
        }

        assertThat(cluster.get(opened.headers())).isEqualTo(HopsCluster.FORKED);
        assertThat(cluster.anchors()).hasSize(1);
    }

    @Test
    void aSpecThatNamesNoOverridesIsCoveredByWhateverTheForkHas() {
        try (SandboxEngine engine = joining(opened.key())) {
            LiveSandbox joined = engine.open(spec("any", ForkSpec.of("back")));

            assertThat(cluster.get(joined.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void severalSandboxesOfOneEngineJoinTheSameOne() {
        try (SandboxEngine engine = joining(opened.key())) {
            LiveSandbox one = engine.open(HopsCluster.backForked());
            LiveSandbox other = RunSharing.open(engine, HopsCluster.backForked());
            one.close();

            assertThat(cluster.get(other.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(((SandboxEnding) other).ending()).isEmpty();
        }
    }

    @Test
    void aSandboxThatIsNotWhatIsAskedForIsRefusedWithTheDifference() {
        SandboxSpec asked = spec(
                "CheckoutIT",
                ForkSpec.of("back")
                        .image("test/back:7")
                        .env("WORD", "other")
                        .env("API_TOKEN", "hush-hush")
                        .unset("EXTRA")
                        .patch("spec: {priorityClassName: high}"));
        SandboxSpec front = spec("CheckoutIT", ForkSpec.of("front").env("WORD", "x"));
        try (SandboxEngine engine = joining(opened.key())) {
            assertThatThrownBy(() -> engine.open(asked))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Sandbox [%s] of [pipeline] is not what [CheckoutIT] asks for: fork [deployment/back] image: asked for [test/back:7], it has [test/back:1]; fork [deployment/back] env API_TOKEN: asked for [***], it is not set; fork [deployment/back] env WORD: asked for [other], it has [forked]; fork [deployment/back] env EXTRA was to be unset, and it has it; fork [deployment/back] patch is not in its template: it would change [/spec/priorityClassName]. Open it with that, change what the class asks for, or leave spurline.join out",
                            opened.key());
            assertThatThrownBy(() -> engine.open(front))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageContaining("fork [deployment/front] is not in it: it forks [deployment/back]");
        }
        assertThat(cluster.get(opened.headers())).isEqualTo(HopsCluster.FORKED);
    }

    @Test
    void whatIsSecretToWhoOpenedItIsSecretToThoseWhoJoin() {
        SandboxSpec secret = spec("owner", ForkSpec.of("back").secretEnv("WORD", "hush-hush"));
        try (LiveSandbox other = owner.open(secret);
                SandboxEngine engine = joining(other.key())) {
            assertThatThrownBy(() ->
                            engine.open(spec("CheckoutIT", ForkSpec.of("back").env("WORD", "loud"))))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageContaining("fork [deployment/back] env WORD: asked for [***], it has [***]");
        }
    }

    @Test
    void whoComesBeforeItsForksAreThereWaits() throws Exception {
        RoutingKey key = RoutingKey.random();
        SandboxSpec spec = SandboxSpec.builder()
                .owner("slow")
                .key(key)
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();
        SandboxSpec hurried = SandboxSpec.builder()
                .fork(ForkSpec.of("back"))
                .timeout(Duration.ofNanos(1))
                .build();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch allowed = new CountDownLatch(1);
        try (AdmissionHook hook = cluster.admission(request -> held(request, asked, allowed));
                SandboxEngine engine = joining(key)) {
            assertThat(hook).isNotNull();
            CompletableFuture<LiveSandbox> opening = CompletableFuture.supplyAsync(() -> owner.open(spec));
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> engine.open(hurried))
                    .isExactlyInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [%1$s] could not be joined within [0 s]: [Deployment hops/back-%1$s] of its forks are not there: whoever opens it for [slow] has not come so far, or they were removed. Give it longer with timeout",
                            key);
            CompletableFuture<LiveSandbox> joining =
                    CompletableFuture.supplyAsync(() -> engine.open(HopsCluster.backForked()));
            allowed.countDown();

            LiveSandbox joined = joining.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(cluster.get(joined.headers())).isEqualTo(HopsCluster.FORKED);
            opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        } finally {
            allowed.countDown();
        }
    }

    private static AdmissionVerdict held(AdmissionRequest request, CountDownLatch asked, CountDownLatch allowed) {
        if (request.resource().equals("deployments.apps") && !request.dryRun()) {
            asked.countDown();
            try {
                assertThat(allowed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return AdmissionVerdict.allow();
    }

    @Test
    void aKeyThatNobodyHasIsRefusedWithThoseThatLive() {
        RoutingKey unknown = RoutingKey.random();
        try (SandboxEngine engine = joining(unknown)) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Sandbox [%s] cannot be joined: namespace [hops] has none with that key; it may have ended. Living in namespace [hops]: [%s] of [pipeline]. Open it first, or name one of these with spurline.join",
                            unknown, opened.key());
        }
    }

    @Test
    void aSandboxOfAnotherNamespaceIsNamedToThoseWhoMaySeeIt() throws Exception {
        Path administrator = Files.writeString(directory.resolve("administrator"), cluster.administrator());
        Map<String, String> properties = new HashMap<>(HopsCluster.properties(LEASE, administrator));
        properties.put("spurline.namespace", "default");
        properties.put("spurline.join", opened.key().value());
        try (SandboxEngine engine = SandboxEngine.connect(settings(properties))) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Sandbox [%s] cannot be joined: it lives in namespace [hops], and namespace [default] was looked at. Living in namespace [default]: none. Open it first, or name one of these with spurline.join",
                            opened.key());
        }
    }

    @Test
    void aSandboxThatNobodyHoldsAnyMoreHasEnded() {
        RoutingKey ended = RoutingKey.random();
        ConfigMap record = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("spurline-" + ended)
                .withNamespace("hops")
                .addToLabels("app.kubernetes.io/managed-by", "spurline")
                .addToLabels("spurline.dev/sandbox", ended.value())
                .endMetadata()
                .addToData("owner", "yesterday")
                .build();
        cluster.client().resource(record).create();
        try (SandboxEngine engine = joining(ended)) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageStartingWith(
                            "Sandbox [%s] cannot be joined: the sandbox of [yesterday] has ended, and is being removed. Living in namespace [hops]: ",
                            ended);
        } finally {
            cluster.client().resource(record).delete();
        }
    }

    @Test
    void aSpecWithAKeyOfItsOwnIsRefused() {
        RoutingKey other = RoutingKey.random();
        SandboxSpec spec = SandboxSpec.builder()
                .owner("CheckoutIT")
                .key(other)
                .fork(ForkSpec.of("back"))
                .build();
        try (SandboxEngine engine = joining(opened.key())) {
            assertThatThrownBy(() -> engine.open(spec))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "[CheckoutIT] asks for the routing key [%s], and spurline.join for that of the sandbox [%s]: leave one of them out",
                            other, opened.key());
        }
    }

    @Test
    void aSandboxThatEndsInTheMiddleEndsForThoseWhoHaveJoinedIt() {
        try (SandboxEngine engine = joining(opened.key())) {
            LiveSandbox joined = engine.open(HopsCluster.backForked());

            opened.close();

            await().atMost(PATIENCE)
                    .until(() -> ((SandboxEnding) joined).ending().isPresent());
            assertThat(((SandboxEnding) joined).ending())
                    .hasValueSatisfying(
                            told -> assertThat(told)
                                    .startsWith("Sandbox [%s] has ended while [unnamed] had joined it: "
                                            .formatted(opened.key()))
                                    .endsWith(
                                            "Whoever opened it for [pipeline] has closed it, or has ended itself; open it for as long as it is joined, and run the tests again"));
            assertThatThrownBy(joined::evidence).isInstanceOf(SandboxException.class);
        }
    }

    @Test
    void requestsOfOthersAreNoEvidence() {
        try (SandboxEngine engine = joining(opened.key())) {
            assertThat(RunSharing.isKnownToOthers(opened)).isFalse();
            LiveSandbox mine = ((TestViews) opened).forTest(1);
            assertThat(cluster.get(mine.headers())).isEqualTo(HopsCluster.FORKED);

            LiveSandbox joined = engine.open(HopsCluster.backForked());

            assertThat(RunSharing.isKnownToOthers(opened)).isTrue();
            assertThat(RunSharing.isKnownToOthers(joined)).isTrue();
            assertThat(joined.evidence().forks()).noneMatch(fork -> fork.reached());
        }
    }

    private static SandboxSpec spec(String owner, ForkSpec.Builder fork) {
        return SandboxSpec.builder().owner(owner).fork(fork).build();
    }

    private static SandboxEngine joining(RoutingKey key) {
        return SandboxEngine.connect(settings(Map.of("spurline.join", key.value())));
    }

    private static ClusterSettings settings(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.putAll(given);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}

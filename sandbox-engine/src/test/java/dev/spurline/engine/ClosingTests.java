// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
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
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing removes what is one's own, whatever the thread's state, and nothing else. */
class ClosingTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private SandboxEngine engine;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, new TwoHops(), List.of(Greeter.DEFINITION));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    @Test
    void aSandboxIsClosedOnAnInterruptedThreadToo() {
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());

        Thread.currentThread().interrupt();
        assertThatCode(sandbox::close).doesNotThrowAnyException();

        assertThat(Thread.interrupted()).isTrue();
        awaitNothing(sandbox.key());
    }

    @Test
    void anEngineIsClosedOnAnInterruptedThreadToo() {
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());

        Thread.currentThread().interrupt();
        assertThatCode(engine::close).doesNotThrowAnyException();

        assertThat(Thread.interrupted()).isTrue();
        awaitNothing(sandbox.key());
    }

    @Test
    void whoClosesASandboxSecondWaitsForWhoWasFirst() throws Exception {
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());

        refuseToOvertake(sandbox::close);

        awaitNothing(sandbox.key());
    }

    @Test
    void whoClosesAnEngineSecondWaitsForWhoWasFirst() throws Exception {
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());

        refuseToOvertake(engine::close);

        awaitNothing(sandbox.key());
    }

    /** Closes on two threads, with the removal of the routes held up; returns when the second says that it is done. */
    private static void refuseToOvertake(Runnable close) throws InterruptedException {
        CountDownLatch removing = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Void> first;
        Thread second = new Thread(close);
        try (AdmissionHook hook = cluster.admission(request -> holdUp(request, removing, held))) {
            assertThat(hook).isNotNull();
            first = CompletableFuture.runAsync(close);
            removing.await();
            second.start();
            await().until(() -> second.getState() == Thread.State.WAITING || !second.isAlive());
            assertThat(second.isAlive()).isTrue();
            held.countDown();
            second.join();
        }
        first.join();
    }

    private static AdmissionVerdict holdUp(AdmissionRequest request, CountDownLatch removing, CountDownLatch held) {
        if (request.operation().equals("DELETE") && request.resource().startsWith("httproutes.")) {
            removing.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return AdmissionVerdict.allow();
    }

    @Test
    void aKeyInUseByThisEngineIsRefused() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> engine.open(withKey(sandbox.key())))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("Routing key [%s] is in use: a sandbox of this engine has it until it is closed. "
                                    .formatted(sandbox.key())
                            + "Leave the key out to get a new one");

            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void aKeyInUseByAnotherEngineIsRefusedAndItsSandboxLivesOn() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked());
                SandboxEngine other = SandboxEngine.connect(cluster.settings(LEASE))) {
            List<String> before = cluster.objects(sandbox.key().value());
            String maker = engineOf(sandbox.key());
            assertThatThrownBy(() -> other.open(withKey(sandbox.key())))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Routing key [%s] is in use: a sandbox of [unnamed] has it in namespace [hops], by engine [%s]. Leave the key out to get a new one"
                                    .formatted(sandbox.key(), maker));

            assertThat(cluster.objects(sandbox.key().value())).isEqualTo(before);
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    private static String engineOf(RoutingKey key) {
        return String.valueOf(cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + key)
                .get()
                .getMetadata()
                .getLabels()
                .get("spurline.dev/engine"));
    }

    @Test
    void aNameThatIsTakenIsToldAtOnceAndStaysWithItsOwner() {
        RoutingKey key = RoutingKey.random();
        ConfigMap others = put("spurline-" + key, Map.of(), List.of());
        long start = System.nanoTime();

        assertThatThrownBy(() -> engine.open(withKey(key)))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Creating [ConfigMap hops/spurline-%s] failed: there is one already that this engine has not made. Routing key [%s] is in use, or what used it is not gone yet: leave the key out to get a new one"
                                .formatted(key, key));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        assertThat(cluster.client().resource(others).get()).isNotNull();
        cluster.client().resource(others).delete();
    }

    @Test
    void whatOthersOwnStaysWhateverItIsLabelled() {
        ConfigMap others = put("others", Map.of(), List.of());
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());
        Map<String, String> labels = cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + sandbox.key())
                .get()
                .getMetadata()
                .getLabels();
        ConfigMap owned = put(
                "owned-by-others",
                labels,
                List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("others")
                        .withUid(others.getMetadata().getUid())
                        .build()));
        put("back-" + sandbox.key() + "-notes", Map.of("app", "back"), List.of());

        sandbox.close();

        await().untilAsserted(() ->
                assertThat(cluster.objects(sandbox.key().value())).containsExactly("ConfigMap/owned-by-others"));
        assertThat(cluster.client().configMaps().inNamespace("hops").list().getItems())
                .extracting(map -> map.getMetadata().getName())
                .contains("others", "owned-by-others", "back-" + sandbox.key() + "-notes");
        // With its label it is something to sweep, for other tests.
        cluster.client().resource(owned).delete();
    }

    private static ConfigMap put(String name, Map<String, String> labels, List<OwnerReference> owners) {
        return cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("hops")
                        .withLabels(labels)
                        .withOwnerReferences(owners)
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void kindsThatMayNotBeReadDoNotKeepASandboxFromClosing() throws Exception {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.kubeconfig", withoutGrpcRoutes().toString());
        ClusterSettings limited = ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));

        try (SandboxEngine least = SandboxEngine.connect(limited)) {
            LiveSandbox sandbox = least.open(HopsCluster.backForked());
            assertThatCode(sandbox::close).doesNotThrowAnyException();
            awaitNothing(sandbox.key());
        }
    }

    /** Returns a kubeconfig of a user who may do in the namespace whatever is needed, but not read GRPCRoutes. */
    private static Path withoutGrpcRoutes() throws Exception {
        String[] all = {"*"};
        cluster.client()
                .rbac()
                .clusterRoles()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName("least")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("", "apps", "batch", "discovery.k8s.io", "networking.k8s.io", "policy")
                        .withResources(all)
                        .withVerbs(all)
                        .endRule()
                        .addNewRule()
                        .withApiGroups("gateway.networking.k8s.io")
                        .withResources("httproutes")
                        .withVerbs(all)
                        .endRule()
                        .build())
                .create();
        cluster.client()
                .rbac()
                .clusterRoleBindings()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("least")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "least")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "least", null)
                        .build())
                .create();
        return Files.writeString(
                directory.resolve("least"), cluster.administrator().replaceFirst("( +)(token:)", "$1as: least\n$1$2"));
    }

    @Test
    void aSweepEndsSandboxesWithoutAnchorThatAreOldEnough() {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.anchor", "none");
        ClusterSettings unanchored = ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
        try (SandboxEngine forgetful = SandboxEngine.connect(unanchored)) {
            LiveSandbox sandbox = forgetful.open(HopsCluster.backForked());
            LiveSandbox anchored = engine.open(HopsCluster.backForked());

            assertThat(engine.sweep("hops", Duration.ofHours(1))).isEmpty();
            assertThat(forgetful.sweep("hops", Duration.ZERO)).isEmpty();
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);

            // Younger than two leases nothing is old enough.
            try (SandboxEngine later = SandboxEngine.connect(cluster.settings(Duration.ofSeconds(5)))) {
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(later.sweep("hops", Duration.ofSeconds(1)))
                                .containsExactly(sandbox.key()));
            }
            awaitNothing(sandbox.key());
            assertThat(cluster.get(anchored.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    private static SandboxSpec withKey(RoutingKey key) {
        return SandboxSpec.builder()
                .key(key)
                .fork(HopsCluster.backForked().forks().get(0))
                .build();
    }

    private static void awaitNothing(RoutingKey key) {
        await().untilAsserted(() -> assertThat(cluster.objects(key.value())).isEmpty());
    }
}

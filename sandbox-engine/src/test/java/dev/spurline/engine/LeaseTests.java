// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTests {

    private static final Duration LEASE = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void theHeartbeatExtendsTheLease() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().during(LEASE.multipliedBy(3))
                    .atMost(LEASE.multipliedBy(4))
                    .until(() -> cluster.get(sandbox.headers()), HopsCluster.FORKED::equals);
            assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
        }
    }

    @Test
    void anAnchorDeletedByHandLosesTheSandbox() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String anchor = anchor(sandbox);

            delete(anchor, DeletionPropagation.BACKGROUND);

            Throwable lost =
                    await().until(() -> catchThrowable(() -> sandbox.uri("front")), SandboxException.class::isInstance);
            assertThat(lost)
                    .hasMessage(
                            "The sandboxes of this JVM are gone: anchor [Job hops/%s] no longer holds them, it is gone. "
                                            .formatted(anchor)
                                    + "The cluster has removed them; nothing is re-created silently. Run the tests again");
            assertThatThrownBy(sandbox::evidence).hasMessage(lost.getMessage());
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked())).hasMessage(lost.getMessage());
            await().untilAsserted(() ->
                    assertThat(cluster.objects(sandbox.key().value())).isEmpty());
        }
    }

    @Test
    void whatAnAnchorOrphanedIsSweptByALaterEngine() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            delete(anchor(sandbox), DeletionPropagation.ORPHAN);

            String key = sandbox.key().value();
            await().untilAsserted(() -> {
                openLater();
                assertThat(cluster.objects(key)).isEmpty();
            });
        }
    }

    /** Returns when the sandbox works; what was left over has had time to go. */
    private static void openLater() {
        try (SandboxEngine later = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = later.open(HopsCluster.backForked())) {
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    private static void delete(String anchor, DeletionPropagation propagation) {
        cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace("hops")
                .withName(anchor)
                .withPropagationPolicy(propagation)
                .delete();
    }

    private static String anchor(LiveSandbox sandbox) {
        ConfigMap record = cluster.client()
                .configMaps()
                .inNamespace(sandbox.namespace())
                .withName("spurline-" + sandbox.key())
                .get();
        return record.getMetadata().getOwnerReferences().get(0).getName();
    }
}

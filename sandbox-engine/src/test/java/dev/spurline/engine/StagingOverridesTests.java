// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.HopsCluster.BASELINE;
import static dev.spurline.engine.HopsCluster.FORKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests say where the forks are, and Envoys obey: with the rights of docs/rbac.yaml, and without one route object. */
class StagingOverridesTests {

    @TempDir
    Path directory;

    private HopsCluster cluster;
    private SandboxEngine engine;

    @BeforeEach
    void connect() throws Exception {
        cluster = HopsCluster.start(directory, Mesh.ENVOY);
        engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1), "overrides"));
    }

    @AfterEach
    void close() {
        engine.close();
        cluster.close();
    }

    @Test
    void whatARequestSaysLeadsItToTheFork() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();

            assertThat(sandbox.headers())
                    .isEqualTo(Map.of(
                            "baggage",
                            "spurline=%s,spurline-fork.back.hops.80=back-%1$s".formatted(key),
                            "x-spurline-key",
                            key));
            assertThat(cluster.get(sandbox.headers())).isEqualTo(FORKED);
            assertThat(cluster.get(Map.of())).isEqualTo(BASELINE);
            assertThat(cluster.get(Map.of("baggage", "spurline=" + key))).isEqualTo(BASELINE);
        }
    }

    @Test
    void nothingIsWrittenButTheForkItsServiceAndTheRecord() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();

            assertThat(cluster.objects(key))
                    .filteredOn(object -> !object.startsWith("Pod/") && !object.startsWith("ReplicaSet/"))
                    .allMatch(object -> object.startsWith("ConfigMap/")
                            || object.startsWith("Deployment/")
                            || object.startsWith("Service/")
                            || object.startsWith("Endpoint"));
        }
    }

    @Test
    void theCallersEnvoysTellWhatReachedTheFork() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(sandbox.evidence().forks())
                    .singleElement()
                    .satisfies(fork -> assertThat(fork.routed()).hasValue(0));

            cluster.get(sandbox.headers());
            cluster.get(sandbox.headers());
            cluster.get(Map.of());

            ForkEvidence fork = sandbox.evidence().forks().get(0);
            assertThat(fork.routed()).hasValue(2);
            assertThat(fork.direct()).isZero();
        }
    }

    @Test
    void aForkThatIsGoneIsAnsweredForByItsCallerAndNobodyElseNotices() {
        Map<String, String> headers;
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            headers = sandbox.headers();
        }

        assertThat(cluster.get(headers)).isEqualTo("front baseline, DNS resolution failure");
        assertThat(cluster.get(Map.of())).isEqualTo(BASELINE);
    }

    @Test
    void thePlanSaysWhatRequestsCarry() {
        assertThat(engine.plan(HopsCluster.backForked()).prose())
                .contains(
                        "Routing\n- Service [hops/back] is routed by what requests say (staging overrides), because spurline.routing is [overrides]\n")
                .containsPattern(
                        "- Requests carry \\[spurline-fork\\.back\\.hops\\.80=back-[a-z2-7]{10}\\] in their baggage\n")
                .doesNotContain("Warnings");
    }

    /** What is left of docs/rbac.yaml: the Role spurline, without its last line. */
    @Test
    void noRightOnRoutesIsNeeded() {
        var roles = cluster.client().rbac().roles().inNamespace("hops");
        roles.list().getItems().stream()
                .filter(role -> !role.getMetadata().getName().equals("spurline"))
                .forEach(role -> roles.withName(role.getMetadata().getName()).delete());
        roles.withName("spurline").edit(role -> {
            role.getRules().removeIf(rule -> rule.getResources().contains("httproutes"));
            return role;
        });

        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.get(sandbox.headers())).isEqualTo(FORKED);
            assertThat(sandbox.evidence().forks().get(0).routed()).hasValue(1);
        }

        assertThat(cluster.power().used()).noneMatch(right -> right.startsWith("create httproutes"));
    }
}

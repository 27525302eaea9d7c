// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that others make while a sandbox lives, with no more rights than docs/rbac.yaml gives. */
class ForeignServiceTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String SECOND = """
            apiVersion: v1
            kind: Service
            metadata: {name: second, namespace: hops}
            spec:
              selector: {app: front}
              ports: [{name: http, port: 80, targetPort: http}]
            """;

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start() throws Exception {
        List<String> manifests = List.of(SECOND, CallingPod.to("hops", "second", "http"));
        cluster = HopsCluster.start(directory, new TwoHops(), manifests, CallingPod.name("second"));
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    static void close() {
        engine.close();
        cluster.close();
    }

    @Test
    void aServiceThatTurnsToTheBaselineLeadsToTheForkToo() throws Exception {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();
            assertThat(cluster.objects(key)).doesNotContain("Service/second-" + key);

            turn("back");
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(cluster.ask(CallingPod.name("second"), "/", sandbox.headers()))
                        .isEqualTo("200 back forked -");
                assertThat(cluster.ask(CallingPod.name("second"), "/", Map.of()))
                        .isEqualTo("200 back baseline -");
            });
            turn("front");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(cluster.objects(key))
                            .contains("HTTPRoute/back-" + key)
                            .doesNotContain("HTTPRoute/second-" + key, "Service/second-" + key));
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    private static void turn(String app) {
        cluster.client().services().inNamespace("hops").withName("second").edit(service -> {
            service.getSpec().setSelector(Map.of("app", app));
            return service;
        });
    }

    @Test
    void aServiceThatSelectsTheForkEndsTheSandbox() {
        LiveSandbox sandbox = engine.open(HopsCluster.backForked());
        String app = "back-" + sandbox.key();
        Service greedy = new ServiceBuilder()
                .withNewMetadata()
                .withName("greedy")
                .withNamespace("hops")
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", app))
                .addNewPort()
                .withName("http")
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        try {
            cluster.client().resource(greedy).create();

            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.objects(sandbox.key().value()))
                                    .noneMatch(object -> object.startsWith("Pod/")
                                            || object.startsWith("Deployment/")
                                            || object.startsWith("HTTPRoute/")));
            assertThatThrownBy(sandbox::evidence)
                    .hasMessage(
                            "Sandbox [%s] is no longer safe to use: Service [greedy] selects its pod by {app=%s}, so requests of others would reach the fork. "
                                            .formatted(sandbox.key(), app)
                                    + "Its forks were removed; change that selector and run the tests again");
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        } finally {
            cluster.client().resource(greedy).delete();
            sandbox.close();
        }
    }
}

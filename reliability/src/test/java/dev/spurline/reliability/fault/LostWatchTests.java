// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.engine.HopsCluster;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an engine derived from foreign routes does not outlive its knowledge of them by more than a lease. */
@Execution(ExecutionMode.SAME_THREAD)
class LostWatchTests {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static ApiProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory);
        String direct = Files.readString(Path.of(cluster.properties(LEASE).get("spurline.kubeconfig")));
        proxy = ApiProxy.before(Config.fromKubeconfig(direct));
    }

    @AfterAll
    static void stop() {
        proxy.close();
        cluster.close();
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @Test
    void theHeartbeatIsWithheldWhileRoutesCannotBeFollowed() throws IOException {
        try (SandboxEngine engine = SandboxEngine.connect(throughTheProxy());
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();
            proxy.rule(request -> readsRoutes(request) ? Disturbance.answer(500, "InternalError") : Disturbance.NONE);

            Throwable lost = await().atMost(LONG)
                    .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);

            assertThat(lost)
                    .hasMessageMatching(
                            "The sandboxes of this JVM are gone: anchor \\[Job hops/spurline-engine-[a-z0-9]+] no longer holds them, "
                                    + "it could not be renewed for \\[\\d+ s]: routes of others cannot be followed: .+\\. "
                                    + "The cluster has removed them; nothing is re-created silently. Run the tests again");
            assertThatThrownBy(sandbox::evidence).isInstanceOf(SandboxException.class);
            proxy.calm();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(cluster.objects(key)).isEmpty());
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        }
    }

    @Test
    void aWatchThatComesBackInTimeLosesNothing() throws IOException {
        try (SandboxEngine engine = SandboxEngine.connect(throughTheProxy());
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            proxy.forget();
            proxy.rule(request -> readsRoutes(request) ? Disturbance.answer(500, "InternalError") : Disturbance.NONE);
            await().atMost(LONG).until(() -> proxy.seen().stream().anyMatch(LostWatchTests::readsRoutes));
            proxy.calm();

            await().during(LEASE.multipliedBy(2))
                    .atMost(LEASE.multipliedBy(4))
                    .until(() -> cluster.get(sandbox.headers()), HopsCluster.FORKED::equals);
            assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
        }
    }

    private static boolean readsRoutes(ProxiedRequest request) {
        return request.verb().equals("GET") && request.path().endsWith("/httproutes");
    }

    private static ClusterSettings throughTheProxy() throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("proxied"), proxy.kubeconfig("spurline-embedded"));
        Map<String, String> properties = HopsCluster.properties(LEASE, kubeconfig);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}

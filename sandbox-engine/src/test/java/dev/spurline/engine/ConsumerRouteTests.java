// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Callers in namespace {@code yard} have routes of their own to the Service {@code hops/back}. */
@Execution(ExecutionMode.SAME_THREAD)
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes find Services by name on Linux alone")
class ConsumerRouteTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory, ConsumerRouteTests::describe);
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(far(Map.of())).isEqualTo("200 back baseline by nobody -"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void removeRoute() {
        new ForeignRoutes(cluster.client()).remove("yard", "theirs");
    }

    @Test
    void theirRoutesGetTheKeyWhereTheyAre() throws Exception {
        put("theirs");
        await().atMost(LONG).untilAsserted(() -> assertThat(far(Map.of())).isEqualTo("200 back baseline by theirs -"));
        String key;
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                key = sandbox.key().value();

                assertThat(far(sandbox.headers())).isEqualTo("200 back forked by theirs -");
                assertThat(far(Map.of())).isEqualTo("200 back baseline by theirs -");
                assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                        .isEqualTo("200 back forked -");
                assertThat(cluster.objects("yard", key)).contains("ConfigMap/spurline-" + key, "HTTPRoute/back-" + key);
                assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
            }
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.objects("yard", key)).isEmpty());
            assertThat(far(Map.of())).isEqualTo("200 back baseline by theirs -");
        }
    }

    @Test
    void theirRoutesAreFollowedWhileASandboxLives() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();
            assertThat(far(sandbox.headers())).isEqualTo("200 back forked by nobody -");
            assertThat(cluster.objects("yard", key)).isEmpty();

            put("first");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(far(sandbox.headers())).isEqualTo("200 back forked by first -"));
            put("second");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(far(sandbox.headers())).isEqualTo("200 back forked by second -"));
            assertThat(far(Map.of())).isEqualTo("200 back baseline by second -");
            removeRoute();

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(cluster.objects("yard", key))
                            .noneMatch(object -> object.startsWith("HTTPRoute/")));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(far(sandbox.headers())).isEqualTo("200 back forked by nobody -"));
        }
    }

    /** A webhook that does not answer dry-run changes the route only when it is there. */
    @Test
    void aRefusedChangeLeavesNothingInANamespaceThatJoinsLater() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                AdmissionHook hook = cluster.admission(ConsumerRouteTests::bend)) {
            assertThat(hook).isNotNull();
            String key;
            try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                key = sandbox.key().value();
                put("straight");

                Throwable stale = await().atMost(LONG)
                        .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
                assertThat(stale)
                        .hasMessageStartingWith("Sandbox [%s] is stale, ".formatted(key))
                        .hasMessageContaining("[HTTPRoute yard/back-%s] was changed on its way in".formatted(key));
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(cluster.objects("yard", key))
                                .noneMatch(object -> object.startsWith("HTTPRoute/")));
            }
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.objects("yard", key)).isEmpty());
        }
    }

    private static AdmissionVerdict bend(AdmissionRequest request) {
        boolean concerned = request.operation().equals("CREATE")
                && request.resource().startsWith("httproutes.")
                && request.namespace().equals("yard")
                && request.object().contains("spurline.dev/sandbox");
        if (!concerned) {
            return AdmissionVerdict.allow();
        }
        return request.dryRun()
                ? AdmissionVerdict.refuse(400, "dry-run is not supported")
                : AdmissionVerdict.mutate(request.object().replace("straight", "bent"));
    }

    @Test
    void whereNothingMayBeMadeTheirCallersKeepTheBaseline() throws Exception {
        put("theirs");
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.protected-namespaces", "yard");
        ClusterSettings careful = ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
        try (SandboxEngine engine = SandboxEngine.connect(careful)) {
            assertThat(engine.plan(HopsCluster.backForked()).prose())
                    .contains(
                            "Warnings\n- HTTPRoute [yard/theirs] decides for callers in namespace [yard]: their requests do not reach the fork of Service [hops/back], because no routes may be made there; allow it with the Roles of docs/rbac.yaml\n");
            try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                assertThat(far(sandbox.headers())).isEqualTo("200 back baseline by theirs -");
                assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                        .isEqualTo("200 back forked -");
                assertThat(cluster.objects("yard", sandbox.key().value())).isEmpty();
            }
        }
    }

    private static String far(Map<String, String> headers) throws IOException, InterruptedException {
        return cluster.ask("yard/far", "/", headers);
    }

    private static void put(String mark) {
        KubernetesClient client = cluster.client();
        String yaml = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: theirs, namespace: yard}
                spec:
                  parentRefs: [{group: "", kind: Service, name: back, namespace: hops, port: 80}]
                  rules:
                  - backendRefs: [{name: back, namespace: hops, port: 80}]
                    filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: x-rule, value: %s}]}}]
                """.formatted(mark);
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .forceConflicts()
                .serverSideApply();
    }

    private static void describe(ClusterSpec spec) {
        spec.namespace("hops")
                .manifests(
                        TwoHops.namespace("hops"),
                        TwoHops.workload("hops", "back"),
                        CallingPod.to("hops", "back", "http"))
                .manifests(TwoHops.namespace("yard"), FAR)
                .ingress(CallingPod.name("back"), "yard/far");
        TwoHops.images(spec.images());
        spec.images().javaProcess("test/far:*", List.of("-Xmx64m"), FarCaller.class);
    }

    private static final String FAR = """
            apiVersion: v1
            kind: Service
            metadata: {name: far, namespace: yard}
            spec:
              selector: {app: far}
              ports: [{name: http, port: 80, targetPort: http}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: far, namespace: yard}
            spec:
              selector: {matchLabels: {app: far}}
              template:
                metadata: {labels: {app: far}}
                spec:
                  containers:
                  - name: far
                    image: test/far:1
                    ports: [{name: http, containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
            """;
}

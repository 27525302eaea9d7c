// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.JobResult;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Forks in another namespace than the sandbox's, with the Roles of docs/rbac.yaml in both. */
@Execution(ExecutionMode.SAME_THREAD)
class TwoNamespacesTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String YARD = "yard";

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.startBeside(directory, YARD);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aForkElsewhereAnswersThere() throws Exception {
        String key;
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            try (LiveSandbox sandbox =
                    engine.open(SandboxSpec.builder().fork(yard()).build())) {
                key = sandbox.key().value();
                assertThat(cluster.ask("yard/front", "/", sandbox.headers()))
                        .isEqualTo("200 front baseline, back forked -");
                assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.BASELINE);
                assertThat(cluster.ask("yard/front", "/", Map.of())).isEqualTo("200 front baseline, back baseline -");
                assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
                assertThat(cluster.objects("hops", key)).isEmpty();
            }
            await().untilAsserted(() -> assertThat(cluster.objects(YARD, key)).isEmpty());
        }
    }

    @Test
    void eachNamespaceHasAnOwnerOfItsOwn() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            LiveSandbox sandbox = engine.open(both());
            String key = sandbox.key().value();

            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(cluster.ask("yard/front", "/", sandbox.headers()))
                    .isEqualTo("200 front baseline, back forked -");
            assertThat(List.of(owner("hops", key).getName(), owner(YARD, key).getName()))
                    .allMatch(name -> name.startsWith("spurline-engine-"));
            assertThat(owner("hops", key).getUid())
                    .isNotEqualTo(owner(YARD, key).getUid());

            sandbox.close();
            await().untilAsserted(() -> assertThat(cluster.objects("hops", key)).isEmpty());
            await().untilAsserted(() -> assertThat(cluster.objects(YARD, key)).isEmpty());
        }
        assertThat(cluster.anchors("hops")).isEmpty();
        assertThat(cluster.anchors(YARD)).isEmpty();
    }

    @Test
    void foreignRoutesAreFollowedThereToo() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(both())) {
            put("""
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: HTTPRoute
                    metadata: {name: marked, namespace: yard}
                    spec:
                      parentRefs: [{group: "", kind: Service, name: back, port: 80}]
                      rules: [%s]
                    """.formatted(ForeignRoutes.prefix("/", "back", "marked")));
            try {
                await().untilAsserted(() -> assertThat(new ForeignRoutes(cluster.client())
                                .of(YARD, sandbox.key().value())
                                .toString())
                        .contains("x-rule"));
                assertThat(cluster.ask("yard/front", "/", sandbox.headers())).contains("back forked");
            } finally {
                new ForeignRoutes(cluster.client()).remove(YARD, "marked");
            }
        }
    }

    @Test
    void rightsAreAskedForInEachNamespace() {
        int written = cluster.power().writes().size();
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThatThrownBy(() -> engine.open(SandboxSpec.builder()
                            .fork(ForkSpec.of("back").namespace("moor").env("WORD", "forked"))
                            .build()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "There is no permission for anything that a sandbox needs in namespace [moor]: is it the right namespace? If so, ask for the Roles of docs/rbac.yaml there");
        }
        assertThat(cluster.power().writes()).hasSize(written);
        cluster.power().forget("moor");
    }

    @Test
    void sandboxesAreCountedInEachNamespace() {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.max-sandboxes-per-namespace", "1");
        ClusterSettings one = ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
        SandboxSpec there = SandboxSpec.builder().namespace(YARD).fork(yard()).build();

        try (SandboxEngine engine = SandboxEngine.connect(one);
                LiveSandbox living = engine.open(there)) {
            assertThatThrownBy(() -> engine.open(both()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage("Namespace [yard] already has [1] sandboxes, and the test allows [1] with "
                            + "spurline.max-sandboxes-per-namespace: wait until some are closed");
            assertThat(living.forks()).hasSize(1);
        }
    }

    @Test
    void aCronJobElsewhereRunsThere() {
        String key;
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            try (LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                    .fork(report().namespace(YARD))
                    .fork(yard())
                    .build())) {
                key = sandbox.key().value();

                JobResult result = sandbox.run("cronjob/report");

                assertThat(result.log()).endsWith("report of back forked");
                assertThat(run(YARD, result).getMetadata().getOwnerReferences())
                        .singleElement()
                        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("spurline-" + key));
                assertThat(owner(YARD, key).getName()).startsWith("spurline-engine-");
                assertThat(cluster.objects("hops", key)).isEmpty();
                await().untilAsserted(
                                () -> assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached()));
            }
            await().untilAsserted(() -> assertThat(cluster.objects(YARD, key)).isEmpty());
        }
    }

    @Test
    void namesakesInTwoNamespacesAreRunByTheirPlaces() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                        .fork(report())
                        .fork(report().namespace(YARD))
                        .fork(yard())
                        .build())) {
            JobResult home = sandbox.run("cj/report");
            JobResult there = sandbox.run("yard/cj/report");

            assertThat(home.log()).endsWith("report of back baseline");
            assertThat(there.log()).endsWith("report of back forked");
            assertThat(run("hops", home).getMetadata().getName()).isEqualTo("report-" + sandbox.key());
            assertThat(sandbox.diagnosis().files())
                    .containsKeys("report.log", "yard-report.log", "report.events", "yard-report.events");
            assertThatThrownBy(() -> sandbox.run("yrad/cronjob/report"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [" + sandbox.key()
                                    + "] cannot run [yrad/cronjob/report], because it does not fork it: did you mean [yard/cronjob/report]?");
        }
    }

    @Test
    void servicesOfBothNamespacesAreReached() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox =
                        engine.open(SandboxSpec.builder().fork(yard()).build())) {
            assertThat(page(sandbox.uri("yard/back"))).isEqualTo("back forked");
            assertThat(page(sandbox.uri("back"))).isEqualTo("back baseline");
            assertThat(page(sandbox.baselineUri("yard/back:80"))).isEqualTo("back baseline");
            assertThat(sandbox.uri("yard/front")).isNotEqualTo(sandbox.uri("front"));
            assertThatThrownBy(() -> sandbox.uri("yard/bakc"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("There is no Service [bakc] in namespace [yard]: did you mean [yard/back]?");
            assertThatThrownBy(() -> sandbox.uri("yrad/back"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Service [yrad/back] is in none of the namespaces of the sandbox, which are [hops, yard]: did you mean [yard/back]?");
            assertThatThrownBy(() -> sandbox.uri("kube-system/dns"))
                    .hasMessage(
                            "Service [kube-system/dns] is in none of the namespaces of the sandbox, which are [hops, yard]: the sandbox has a way only to where it forks something");
        }
    }

    @Test
    void aServiceThatIsYoungerThanTheSandboxIsReached() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(both())) {
            assertThatThrownBy(() -> sandbox.uri("yard/side"))
                    .hasMessageStartingWith("There is no Service [side] in namespace [yard]");
            Service back = cluster.client()
                    .services()
                    .inNamespace(YARD)
                    .withName("back")
                    .get();
            Service side = new ServiceBuilder()
                    .withNewMetadata()
                    .withName("side")
                    .withNamespace(YARD)
                    .endMetadata()
                    .withNewSpec()
                    .withSelector(back.getSpec().getSelector())
                    .addNewPort()
                    .withPort(80)
                    .withTargetPort(back.getSpec().getPorts().get(0).getTargetPort())
                    .endPort()
                    .endSpec()
                    .build();
            cluster.client().resource(side).create();
            try {
                assertThat(page(sandbox.baselineUri("yard/side"))).isEqualTo("back baseline");
            } finally {
                cluster.client().resource(side).delete();
            }
        }
    }

    private static String page(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri.resolve("/")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static ForkSpec.Builder report() {
        return ForkSpec.of("cronjob/report").env("END", "0").env("WORD", "forked");
    }

    private static Job run(String namespace, JobResult result) {
        return cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(result.name())
                .get();
    }

    private static ForkSpec.Builder yard() {
        return ForkSpec.of("back").namespace(YARD).env("WORD", "forked");
    }

    private static SandboxSpec both() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .fork(yard())
                .build();
    }

    private static void put(String yaml) {
        cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    private static OwnerReference owner(String namespace, String key) {
        ConfigMap record = cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("spurline-" + key)
                .get();
        assertThat(record.getMetadata().getOwnerReferences()).hasSize(1);
        return record.getMetadata().getOwnerReferences().get(0);
    }
}

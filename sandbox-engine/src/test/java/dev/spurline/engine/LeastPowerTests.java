// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.framework.RunSharing;
import dev.spurline.internal.routing.StyleModel;
import dev.spurline.internal.routing.StyleModels;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The Roles of docs/rbac.yaml give what engines use, no less and no more. One test takes a right away for a while. */
@Execution(ExecutionMode.SAME_THREAD)
class LeastPowerTests {

    private static final Duration LEASE = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        List<String> manifests = Stream.of(
                        definitions(),
                        policies(),
                        routed(),
                        List.of(PolicyManifests.OTHERS, ReportJob.CRON_JOB),
                        ambient())
                .flatMap(List::stream)
                .toList();
        cluster = HopsCluster.start(directory, new TwoHops(), manifests);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyRightIsUsedAndNoneIsMissing() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                assertThat(status(sandbox.uri("back"))).isEqualTo(200);
                assertThat(sandbox.diagnosis().files()).containsKeys("back.log", "back.events");
                await().untilAsserted(() -> assertThat(cluster.power().used()).contains("patch jobs.batch"));
                orphan(sandbox);
            }
            try (LiveSandbox sandbox = engine.open(forkOf("cronjob/report"))) {
                assertThat(sandbox.run("cronjob/report").succeeded()).isTrue();
            }
            for (CustomKind kind : routes()) {
                followAForeignRoute(kind, engine);
            }
        }

        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of("spurline.run", "7")))) {
            RunSharing.open(engine, HopsCluster.backForked()).close();
        }

        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of("spurline.namespace", "hills")))) {
            assertThat(engine.plan(HopsCluster.backForked()).prose()).contains("HTTPRoute");
        }

        assertThat(cluster.power().used()).isEqualTo(LeastPower.granted());
        cluster.power().refuseRefusals();
    }

    @Test
    void aMissingRightIsNamedWithTheLineThatGrantsIt() {
        Role whole = cluster.client()
                .rbac()
                .roles()
                .inNamespace("hops")
                .withName("spurline")
                .get();
        cluster.client().rbac().roles().inNamespace("hops").withName("spurline").edit(role -> {
            role.getRules()
                    .forEach(rule -> rule.setVerbs(rule.getVerbs().stream()
                            .filter(verb -> !verb.equals("patch"))
                            .toList()));
            role.getRules().removeIf(rule -> rule.getVerbs().isEmpty());
            return role;
        });
        int written = cluster.power().writes().size();

        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Permissions are missing in namespace [hops]: [patch pods/status, patch jobs.batch, patch httproutes.gateway.networking.k8s.io]. "
                                    + "Nothing was written. Add to the rules of your Role (docs/rbac.yaml has all of them):\n"
                                    + "- {apiGroups: [\"\"], resources: [\"pods/status\"], verbs: [\"patch\"]}\n"
                                    + "- {apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"patch\"]}\n"
                                    + "- {apiGroups: [\"gateway.networking.k8s.io\"], resources: [\"httproutes\"], verbs: [\"patch\"]}");
            assertThat(cluster.power().writes()).hasSize(written);

            // Granted by now: no restart is needed.
            cluster.client()
                    .rbac()
                    .roles()
                    .inNamespace("hops")
                    .withName("spurline")
                    .edit(role -> {
                        role.setRules(whole.getRules());
                        return role;
                    });
            engine.open(HopsCluster.backForked()).close();
        }
    }

    @Test
    void whoSharesWithARunIsToldBeforeTheFirstWriteThatRecordsMayNotBePatched() {
        Role whole = cluster.client()
                .rbac()
                .roles()
                .inNamespace("hops")
                .withName("spurline")
                .get();
        cluster.client().rbac().roles().inNamespace("hops").withName("spurline").edit(role -> {
            role.getRules().stream()
                    .filter(rule -> rule.getResources().contains("configmaps"))
                    .forEach(rule -> rule.setVerbs(List.of("create", "delete", "list")));
            return role;
        });
        int written = cluster.power().writes().size();
        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of("spurline.run", "8")))) {
            assertThatThrownBy(() -> RunSharing.open(engine, HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage("Permissions are missing in namespace [hops]: [patch configmaps]. "
                            + "Nothing was written. Add to the rules of your Role (docs/rbac.yaml has all of them):\n"
                            + "- {apiGroups: [\"\"], resources: [\"configmaps\"], verbs: [\"patch\"]}");
            assertThat(cluster.power().writes()).hasSize(written);

            engine.open(HopsCluster.backForked()).close();
        } finally {
            cluster.client()
                    .rbac()
                    .roles()
                    .inNamespace("hops")
                    .withName("spurline")
                    .edit(role -> {
                        role.setRules(whole.getRules());
                        return role;
                    });
        }
    }

    @Test
    void withoutAnAnchorOnlyForksOfCronJobsNeedToMakeJobs() {
        Role whole = cluster.client()
                .rbac()
                .roles()
                .inNamespace("hops")
                .withName("spurline")
                .get();
        cluster.client().rbac().roles().inNamespace("hops").withName("spurline").edit(role -> {
            role.getRules().stream()
                    .filter(rule -> rule.getResources().contains("jobs"))
                    .forEach(rule -> rule.setVerbs(List.of("list")));
            return role;
        });
        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of("spurline.anchor", "none")))) {
            engine.open(HopsCluster.backForked()).close();
            int written = cluster.power().writes().size();
            assertThatThrownBy(() -> engine.open(forkOf("cronjob/report")))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Permissions are missing in namespace [hops]: [create jobs.batch, delete jobs.batch, watch jobs.batch]. "
                                    + "Nothing was written. Add to the rules of your Role (docs/rbac.yaml has all of them):\n"
                                    + "- {apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"create\", \"delete\", \"watch\"]}");
            assertThat(cluster.power().writes()).hasSize(written);
        } finally {
            cluster.client()
                    .rbac()
                    .roles()
                    .inNamespace("hops")
                    .withName("spurline")
                    .edit(role -> {
                        role.setRules(whole.getRules());
                        return role;
                    });
        }
    }

    private static ClusterSettings settings(Map<String, String> others) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.putAll(others);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** Returns a namespace of Istio's ambient mode, in which engines have the same rights. */
    private static List<String> ambient() {
        return List.of("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: hills, labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}}
                """, TwoHops.workload("hills", "back"), LeastPower.roles("hops", "hills"));
    }

    /** Its owner's route is there before the sandbox, and changes while that lives. */
    private static void followAForeignRoute(CustomKind kind, SandboxEngine engine) {
        put(kind, "before");
        try (LiveSandbox sandbox = engine.open(forkOf(kind.plural()))) {
            put(kind, "after");
            awaitUsed("patch " + kind.resource());
            assertThat(sandbox.forks()).hasSize(1);
        }
    }

    private static void put(CustomKind kind, String mark) {
        StyleModel model = StyleModels.all().stream()
                .filter(known -> known.kinds().contains(kind))
                .findFirst()
                .orElseThrow();
        cluster.client()
                .resource(model.plain(kind, "hops", kind.plural(), mark))
                .forceConflicts()
                .serverSideApply();
    }

    /** Returns the kinds of routes that the Roles allow to make. */
    private static List<CustomKind> routes() {
        return CustomKind.of(CustomKind.Role.ROUTE).stream()
                .filter(kind -> LeastPower.granted().contains("create " + kind.resource()))
                .toList();
    }

    /** Returns a workload and its Service for each kind of routes, named like the kind. */
    private static List<String> routed() {
        return routes().stream().map(kind -> """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: %1$s}
                        spec:
                          selector: {app: %1$s}
                          ports: [{name: http, port: 80, targetPort: http}]
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: %1$s}
                        spec:
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata: {labels: {app: %1$s}}
                            spec:
                              containers:
                              - name: app
                                image: test/back:1
                                ports: [{name: http, containerPort: 8080}]
                        """.formatted(kind.plural())).toList();
    }

    private static void awaitUsed(String right) {
        await().untilAsserted(() -> assertThat(cluster.power().used()).contains(right));
    }

    private static void orphan(LiveSandbox sandbox) {
        cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + sandbox.key())
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        await().untilAsserted(() -> assertThat(cluster.objects(sandbox.key().value()))
                .doesNotContain("ConfigMap/spurline-" + sandbox.key()));
    }

    private static SandboxSpec forkOf(String workload) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of(workload).env("WORD", "forked"))
                .build();
    }

    private static int status(URI uri) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) uri.resolve("/").toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static List<String> definitions() {
        return Arrays.stream(CustomKind.values())
                .filter(kind -> kind != CustomKind.HTTP_ROUTE)
                .map(CustomDefinitions::of)
                .toList();
    }

    private static List<String> policies() {
        return Arrays.stream(CustomKind.values())
                .flatMap(kind -> PolicyManifests.selectingBack(kind).stream())
                .toList();
    }
}

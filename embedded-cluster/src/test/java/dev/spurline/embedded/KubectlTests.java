// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.Blueprint;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people type. Without a kubectl these tests count as not run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTests {

    private static final Blueprint GREETING = cluster -> {
        cluster.manifests("classpath:blueprints/greeting.yaml");
        cluster.images().inProcess("test/greeting:*", EmbeddedClusterTests::greeting);
    };

    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data: {a: "%s"}
            """;

    private @Nullable EmbeddedCluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        kubectl = Kubectl.find(home);
        cluster = EmbeddedCluster.start(GREETING);
        kubectl.use(cluster.kubeconfig());
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void getsTablesYamlAndSingleFields() throws Exception {
        assertThat(kubectl.run("get deployments,services,pods,nodes").succeeds().out())
                .contains("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "deployment.apps/greeting")
                .contains("CLUSTER-IP", "service/greeting", "80/TCP")
                .contains("RESTARTS", "pod/greeting-")
                .contains("STATUS", "node/node1", "Ready");
        assertThat(kubectl.run("get deployment greeting -o yaml").succeeds().out())
                .startsWith("apiVersion: apps/v1\n")
                .contains("kind: Deployment", "revisionHistoryLimit: 10");
        assertThat(kubectl.run("get pods -l app=greeting -o jsonpath={.items[0].status.phase}")
                        .succeeds()
                        .out())
                .isEqualTo("Running");
        assertThat(kubectl.run("get pods nobody").fails().err())
                .isEqualTo("Error from server (NotFound): pods \"nobody\" not found\n");
        assertThat(kubectl.run("api-resources").succeeds().out()).contains("httproutes", "deployments", "deploy");
        assertThat(kubectl.run("explain deployment.spec.replicas").succeeds().out())
                .contains("FIELD: replicas <integer>");
    }

    @Test
    void appliesFromClientAndServerAndChangesOver() throws Exception {
        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "1"), "apply -f -")
                        .succeeds()
                        .out())
                .isEqualTo("configmap/app created\n");
        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "1"), "apply -f -")
                        .succeeds()
                        .out())
                .isEqualTo("configmap/app unchanged\n");
        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "2"), "diff -f -").out())
                .contains("-  a: \"1\"", "+  a: \"2\"");
        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "2"), "apply -f -")
                        .succeeds()
                        .out())
                .isEqualTo("configmap/app configured\n");

        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "3"), "apply --server-side -f -")
                        .succeeds()
                        .out())
                .isEqualTo("configmap/app serverside-applied\n");

        assertThat(kubectl.run(
                                "get cm app --show-managed-fields -o jsonpath={.data.a},{.metadata.managedFields[*].manager},{.metadata.managedFields[*].operation}")
                        .succeeds()
                        .out())
                .as("client-side ownership went over to the server's")
                .isEqualTo("3,kubectl-last-applied kubectl,Apply Apply");
        kubectl.run("label cm app x=y --field-manager=other").succeeds();
        assertThat(kubectl.feed(CONFIG_MAP.formatted("app", "4"), "apply --server-side --field-manager=other -f -")
                        .fails()
                        .err())
                .contains("Apply failed with 1 conflict: conflict with \"kubectl\": .data.a");
        assertThat(kubectl.run("delete cm app").succeeds().out()).startsWith("configmap \"app\" deleted");
    }

    @Test
    void createsWithItsOwnEncodingAndWaits() throws Exception {
        kubectl.run("create deployment web --image=test/greeting:2 --port=8080").succeeds();
        assertThat(kubectl.run("wait --for=condition=Available deployment/web --timeout=30s")
                        .succeeds()
                        .out())
                .isEqualTo("deployment.apps/web condition met\n");
        kubectl.run("expose deployment web --port=80 --target-port=8080").succeeds();
        kubectl.run("scale deployment web --replicas=2").succeeds();
        assertThat(kubectl.run("rollout status deployment/web --timeout=30s")
                        .succeeds()
                        .out())
                .endsWith("deployment \"web\" successfully rolled out\n");
        kubectl.run("set image deployment/web greeting=test/greeting:3").succeeds();
        kubectl.run("rollout status deployment/web --timeout=30s").succeeds();
        assertThat(kubectl.run("rollout history deployment/web").succeeds().out())
                .contains("REVISION", "1", "2");
        kubectl.run("rollout undo deployment/web").succeeds();
        kubectl.run("annotate deployment web note=yes").succeeds();
        kubectl.run("patch deployment web -p {\"spec\":{\"replicas\":1}}").succeeds();
        kubectl.run("create configmap made --from-literal=k=v").succeeds();
        kubectl.run("create secret generic hidden --from-literal=k=v").succeeds();
        assertThat(kubectl.run("get secret hidden -o jsonpath={.data.k}").out()).isEqualTo("dg==");
        kubectl.run("delete deployment/web service/web configmap/made secret/hidden")
                .succeeds();
        kubectl.run("wait --for=delete pods -l app=web --timeout=30s").succeeds();
    }

    @Test
    void followsLogsAndDescribes() throws Exception {
        assertThat(kubectl.run("logs deployment/greeting").succeeds().out()).isEqualTo("greeting starts\n");
        Process following = kubectl.start("logs -f deployment/greeting --tail=1");
        try (BufferedReader lines = following.inputReader(UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("greeting starts");
            assertThat(following.isAlive()).isTrue();
        } finally {
            following.destroy();
        }
        assertThat(kubectl.run("describe deployment greeting").succeeds().out())
                .contains("Replicas:", "1 desired | 1 updated | 1 total | 1 available", "ScalingReplicaSet");
        assertThat(kubectl.run("describe pods -l app=greeting").succeeds().out())
                .contains("Node:", "node1/127.0.0.1", "Started", "Container started");
        assertThat(kubectl.run("describe service greeting").succeeds().out()).contains("Endpoints:", ":8080");
        kubectl.run("describe node node1").succeeds();
    }

    @Test
    void watchesAndMakesTokens() throws Exception {
        kubectl.run("create configmap seen --from-literal=k=v").succeeds();
        Process watching = kubectl.start("get cm seen -w -o name");
        try (BufferedReader lines = watching.inputReader(UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("configmap/seen");
            kubectl.run("label cm seen a=b").succeeds();
            assertThat(lines.readLine()).isEqualTo("configmap/seen");
        } finally {
            watching.destroy();
        }
        kubectl.run("create serviceaccount robot").succeeds();
        String token = kubectl.run("create token robot").succeeds().out().strip();
        assertThat(token.split("\\.", -1)).hasSize(3);
        assertThat(kubectl.run("auth can-i list pods --as=system:serviceaccount:default:robot")
                        .out())
                .isEqualTo("no\n");
        kubectl.run("create clusterrolebinding robot --clusterrole=view --serviceaccount=default:robot")
                .succeeds();
        assertThat(kubectl.run("auth can-i list pods --as=system:serviceaccount:default:robot")
                        .out())
                .isEqualTo("yes\n");
        assertThat(kubectl.run("auth whoami").succeeds().out()).contains("kubernetes-admin");
    }

    @Test
    void saysClearlyThatItCannotForwardPorts() throws Exception {
        assertThat(kubectl.run("port-forward deployment/greeting :8080").fails().err())
                .contains("speaks WebSocket with subprotocol v4.channel.k8s.io only, not SPDY: use a client that does");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec.Mesh;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongBlueprintTests {

    private static final String CONFIG = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}";

    @Test
    void aManifestThatIsNotOnTheClassPath() {
        refused(cluster -> cluster.manifests("classpath:nope.yaml"))
                .hasMessage("Manifest [classpath:nope.yaml] is not on the class path: "
                        + "put it under src/main/resources or src/test/resources as [nope.yaml]");
    }

    @Test
    void yamlThatCannotBeRead() {
        refused(cluster -> cluster.manifests("a: b\n  c: [d"))
                .hasMessage(
                        "Manifest [text 1] is not valid YAML: line 2, column 4: mapping values are not allowed here");
    }

    @Test
    void aBlueprintThatFailsWithoutAMessageTellsHow() {
        refused(cluster -> {
                    throw new UnsupportedOperationException();
                })
                .hasMessageMatching("Blueprint \\[.*] failed: java.lang.UnsupportedOperationException");
    }

    @Test
    void aNumberWhereTextStands() {
        refused(cluster -> cluster.manifests("""
                        # of an environment
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p}
                        spec:
                          containers:
                          - name: c
                            image: c:1
                            env:
                            - {name: A, value: "1"}
                            - {name: VERSION, value: 1.10}
                        """))
                .hasMessageStartingWith("Pod p in manifest [text 1, document 1] was refused by the API server: ")
                .hasMessageContaining("cannot unmarshal number into Go struct field")
                .hasMessageEndingWith("; it stands in line 11, column 30: [spec.containers[0].env[1].value: 1.10],"
                        + " write \"1.10\"");
    }

    @Test
    void aBooleanForALabel() {
        refused(cluster -> cluster.manifests("""
                        apiVersion: v1
                        kind: List
                        items:
                        - apiVersion: v1
                          kind: ConfigMap
                          metadata:
                            name: c
                            labels: {canary: true}
                        """))
                .hasMessageEndingWith(
                        "; it stands in line 8, column 22: [metadata.labels.canary: true], write \"true\"");
    }

    @Test
    void aKindOfAnotherMesh() {
        refused(cluster -> cluster.mesh(Mesh.NONE)
                        .manifests("{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: x}}"))
                .hasMessage(
                        "Sidecar x in manifest [text 1, document 1] is of unknown kind [networking.istio.io/v1 Sidecar]: "
                                + "nothing of [networking.istio.io/v1] is served; let the blueprint say mesh(Mesh.ISTIO), "
                                + "or add its CustomResourceDefinition to the manifests");
    }

    @Test
    void aValueOutOfRange() {
        refused(cluster -> cluster.manifests("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: s}
                        spec:
                          ports:
                          - port: 80
                            targetPort: 99999
                        """))
                .hasMessageEndingWith("; it stands in line 7, column 17: [spec.ports[0].targetPort: 99999]");
    }

    @Test
    void somethingThatIsNoObject() {
        refused(cluster -> cluster.manifests("just words"))
                .hasMessage("Manifest [text 1, document 1] is no Kubernetes object but [\"just words\"]");
    }

    @Test
    void anObjectWithoutKind() {
        refused(cluster -> cluster.manifests("apiVersion: v1\nmetadata: {name: x}"))
                .hasMessage("Manifest [text 1, document 1] has no [kind]");
    }

    @Test
    void theSameObjectTwice() {
        refused(cluster -> cluster.manifests(CONFIG, CONFIG))
                .hasMessage(
                        "ConfigMap c stands twice in the blueprint: in [text 1, document 1] and in [text 2, document 1]");
    }

    @Test
    void aKindThatNobodyServes() {
        refused(cluster -> cluster.manifests("{apiVersion: example.org/v1, kind: Thing, metadata: {name: x}}"))
                .hasMessage("Thing x in manifest [text 1, document 1] is of unknown kind [example.org/v1 Thing]: "
                        + "nothing of [example.org/v1] is served; add its CustomResourceDefinition to the manifests");
    }

    @Test
    void aKindOfAnotherProject() {
        refused(cluster ->
                        cluster.manifests("{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: x}}"))
                .hasMessage(
                        "Service x in manifest [text 1, document 1] is of unknown kind [serving.knative.dev/v1 Service]: "
                                + "nothing of [serving.knative.dev/v1] is served; add its CustomResourceDefinition to the manifests");
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, Deployment, apps/v1 Deployment",
        "v1, Deployment, apps/v1 Deployment",
        "apps/v1, deployment, apps/v1 Deployment",
        "policy/v1beta1, PodDisruptionBudget, policy/v1 PodDisruptionBudget",
        "apps/v1, Event, events.k8s.io/v1 Event] or [v1 Event"
    })
    void aKindOfAnotherVersion(String apiVersion, String kind, String meant) {
        refused(cluster -> cluster.manifests(
                        "{apiVersion: %s, kind: %s, metadata: {name: x}}".formatted(apiVersion, kind)))
                .hasMessage(
                        "%1$s x in manifest [text 1, document 1] is of unknown kind [%2$s %1$s]: did you mean [%3$s]?"
                                .formatted(kind, apiVersion, meant));
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deploymnet, apps/v1 Deployment",
        "v1, Deploymint, apps/v1 Deployment",
        "v1, Pods, v1 Pod",
        "networking.k8s.io/v1, NetworkPolcy, networking.k8s.io/v1 NetworkPolicy"
    })
    void aKindThatIsMisspelt(String apiVersion, String kind, String meant) {
        refused(cluster -> cluster.manifests(
                        "{apiVersion: %s, kind: %s, metadata: {name: x}}".formatted(apiVersion, kind)))
                .hasMessage(
                        "%1$s x in manifest [text 1, document 1] is of unknown kind [%2$s %1$s]: did you mean [%3$s]?"
                                .formatted(kind, apiVersion, meant));
    }

    @Test
    void aKindThatTheGroupDoesNotHave() {
        refused(cluster -> cluster.manifests("{apiVersion: apps/v1, kind: PodSecurityPolicy, metadata: {name: x}}"))
                .hasMessageStartingWith(
                        "PodSecurityPolicy x in manifest [text 1, document 1] is of unknown kind [apps/v1 PodSecurityPolicy]: served are ")
                .hasMessageContaining("Deployment, ReplicaSet");
    }

    @Test
    void anObjectThatTheApiServerRefuses() {
        refused(cluster -> cluster.manifests("{apiVersion: v1, kind: ConfigMap, metadata: {name: Not_valid}}"))
                .hasMessageStartingWith(
                        "ConfigMap Not_valid in manifest [text 1, document 1] was refused by the API server: ");
    }

    @Test
    void anIngressWithoutItsService() {
        refused(cluster -> cluster.manifests(CONFIG).ingress("front"))
                .hasMessage(
                        "The blueprint opens Service [default/front] at the ingress gateway, but its manifests have []");
    }

    @Test
    void aBlueprintThatThrows() {
        Blueprint blueprint = cluster -> {
            throw new IllegalStateException("no such file");
        };

        refused(blueprint).hasMessageEndingWith("] failed: no such file");
    }

    private static AbstractThrowableAssert<?, ?> refused(Blueprint blueprint) {
        return assertThatThrownBy(() -> EmbeddedCluster.start(blueprint)).isInstanceOf(ClusterException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifests mean what they mean to kubectl. */
class ManifestYamlTests {

    private static final String MANIFEST = """
            \uFEFF# top
            ---
            # nothing but a comment
            ---
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Secret
              metadata: {name: keys, labels: &labels {app: pricing, version: "1.10"}}
              stringData: {a: b}
              stringData: {c: d}
            - apiVersion: v1
              kind: ConfigMap
              metadata:
                name: merged
                labels:
                  <<: *labels
                  tier: "007"
                  canary: on
                  app.kubernetes.io/managed: NO
              data: {day: 2020-01-01, time: 12:30:00}
            ---
            apiVersion: v1
            kind: ConfigMapList
            metadata: {resourceVersion: "7"}
            items:
            - metadata: {name: listed}
              data: {a: b}
            ...
            --- # the last one
            apiVersion: v1
            kind: Pod
            metadata: {name: pricing}
            spec:
              hostIPC: no
              volumes:
              - name: keys
                secret: {secretName: keys, defaultMode: 0400}
              - name: settings
                configMap: {name: merged, defaultMode: 0o644}
              containers:
              - name: pricing
                image: pricing:1
                stdin: on
                volumeMounts: [{name: keys, mountPath: /keys, readOnly: yes}]
            """;

    @Test
    void readsThemAsKubectlDoes() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec -> spec.mesh(Mesh.NONE)
                        .manifests(MANIFEST.replace("\n", "\r\n"))
                        .images()
                        .process("*", "sleep", "1000"));
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            Pod pod = client.pods().inNamespace("default").withName("pricing").get();
            Secret secret =
                    client.secrets().inNamespace("default").withName("keys").get();

            assertThat(secret.getData()).containsOnlyKeys("c");
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("merged")
                            .get())
                    .satisfies(map -> assertThat(map.getMetadata().getLabels())
                            .isEqualTo(Map.of(
                                    "app",
                                    "pricing",
                                    "version",
                                    "1.10",
                                    "tier",
                                    "007",
                                    "canary",
                                    "on",
                                    "app.kubernetes.io/managed",
                                    "NO")))
                    .satisfies(map ->
                            assertThat(map.getData()).isEqualTo(Map.of("day", "2020-01-01", "time", "12:30:00")));
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("listed")
                            .get()
                            .getData())
                    .isEqualTo(Map.of("a", "b"));
            assertThat(pod.getSpec().getVolumes())
                    .anyMatch(volume ->
                            volume.getSecret() != null && volume.getSecret().getDefaultMode() == 0400)
                    .anyMatch(volume -> volume.getConfigMap() != null
                            && volume.getConfigMap().getDefaultMode() == 0644);
            assertThat(pod.getSpec().getContainers().get(0).getStdin()).isTrue();
        }
    }
}

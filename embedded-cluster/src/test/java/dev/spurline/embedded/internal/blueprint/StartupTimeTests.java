// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupTimeTests {

    private static final String WORKLOAD =
            "{kind: %s, metadata: {name: pricing}, spec: {%s, template: {spec: {containers: [{name: a, %s}]}}}}";

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Deployment  | replicas: 3                                | image: a                                  | 60
            Deployment  | replicas: 3                                | readinessProbe: {tcpSocket: {port: 1}}    | 60
            Deployment  | replicas: 3                                | readinessProbe: {initialDelaySeconds: 70} | 130
            Deployment  | minReadySeconds: 45                        | readinessProbe: {periodSeconds: 2}        | 81
            Deployment  | replicas: 1                                | startupProbe: {failureThreshold: 30}      | 330
            Deployment  | progressDeadlineSeconds: 300               | image: a                                  | 300
            Deployment  | progressDeadlineSeconds: 600               | image: a                                  | 60
            Deployment  | progressDeadlineSeconds: 10                | readinessProbe: {initialDelaySeconds: 70} | 130
            StatefulSet | replicas: 3                                | readinessProbe: {initialDelaySeconds: 20} | 180
            StatefulSet | podManagementPolicy: Parallel, replicas: 3 | readinessProbe: {initialDelaySeconds: 20} | 80
            """)
    void followsWhatTheManifestSays(String kind, String spec, String container, long seconds) {
        assertThat(StartupTime.of(workload(kind, spec, container)).seconds()).isEqualTo(seconds);
    }

    @Test
    void tellsWhoseTimeItIs() {
        StartupTime longest = StartupTime.longest(List.of(
                workload("Deployment", "replicas: 1", "image: a"),
                workload("StatefulSet", "replicas: 1", "readinessProbe: {initialDelaySeconds: 70}")));

        assertThat(longest.told()).isEqualTo("130 s, which StatefulSet pricing may take by its probes and deadlines");
        assertThat(StartupTime.longest(List.of()).told()).isEqualTo("60 s");
    }

    private static ManifestObject workload(String kind, String spec, String container) {
        Object value = KubernetesYaml.document(WORKLOAD.formatted(kind, spec, container))
                .value();
        return new ManifestObject(new ObjectMapper().<ObjectNode>valueToTree(value), "test", Map.of());
    }
}

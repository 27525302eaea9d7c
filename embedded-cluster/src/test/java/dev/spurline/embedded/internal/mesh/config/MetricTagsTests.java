// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.config.MetricTags.Tag;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTagsTests {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("pricing-1")
            .addToLabels("app", "pricing")
            .endMetadata()
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop         | {}                                          | true",
                "istio-system | {}                                          | true",
                "other        | {}                                          | false",
                "shop         | {matchLabels: {app: pricing}}               | true",
                "shop         | {matchLabels: {app: pricing, version: v2}}  | false",
                "istio-system | {matchLabels: {app: pricing}}               | false",
            })
    void holdForPodsOfTheirNamespaceThatTheySelect(String namespace, String selector, boolean hold) {
        List<Tag> tags =
                tags(telemetry(namespace, selector, "REQUEST_COUNT", "SERVER")).tags();

        assertThat(tags).isEqualTo(hold ? List.of(new Tag("tenant", "x-tenant", false, true)) : List.<Tag>of());
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST_COUNT, CLIENT, true, false",
        "ALL_METRICS, CLIENT_AND_SERVER, true, true",
        "REQUEST_DURATION, SERVER, false, false"
    })
    void areAddedAtTheSideThatTheyName(String metric, String mode, boolean outbound, boolean inbound) {
        MetricTags tags = tags(telemetry("shop", "{}", metric, mode));

        assertThat(tags.outbound(header -> List.of("a", "b")))
                .isEqualTo(outbound ? Map.of("tenant", "a,b") : Map.<String, String>of());
        assertThat(tags.inbound(header -> List.of("a", "b")))
                .isEqualTo(inbound ? Map.of("tenant", "a,b") : Map.<String, String>of());
    }

    @Test
    void areUnknownWhereTheRequestHasNoSuchHeader() {
        MetricTags tags = tags(telemetry("shop", "{}", "ALL_METRICS", "SERVER"));

        assertThat(tags.inbound(header -> List.of())).isEqualTo(Map.of("tenant", "unknown"));
    }

    private static MetricTags tags(GenericKubernetesResource telemetry) {
        return MetricTags.of(TelemetryObjects.of(POD, List.of(telemetry)));
    }

    private static GenericKubernetesResource telemetry(String namespace, String selector, String metric, String mode) {
        String yaml = """
                apiVersion: telemetry.istio.io/v1
                kind: Telemetry
                metadata: {name: tags, namespace: %s}
                spec:
                  selector: %s
                  metrics:
                    - overrides:
                        - match: {metric: %s, mode: %s}
                          tagOverrides:
                            tenant: {value: "string(request.headers['x-tenant'])"}
                            route: {value: "xds.route_name"}
                """.formatted(namespace, selector, metric, mode);
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }
}

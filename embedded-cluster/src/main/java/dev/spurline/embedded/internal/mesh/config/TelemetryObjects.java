// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds Istio's {@code Telemetry} objects that hold for a pod, in the order in which {@code applicableTelemetries} of
 * Istio's pilot/pkg/model/telemetry.go merges them: of the root namespace, of the pod's namespace, of its labels.
 */
final class TelemetryObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT_NAMESPACE = "istio-system";

    private TelemetryObjects() {}

    /** Returns the specs of those that hold for a pod; none where the API does not serve the kind. */
    static List<JsonNode> of(Pod pod, KubernetesClient client) {
        ResourceDefinitionContext kind = new ResourceDefinitionContext.Builder()
                .withGroup("telemetry.istio.io")
                .withVersion("v1")
                .withKind("Telemetry")
                .withPlural("telemetries")
                .withNamespaced(true)
                .build();
        try {
            return of(
                    pod,
                    client.genericKubernetesResources(kind)
                            .inAnyNamespace()
                            .list()
                            .getItems());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    static List<JsonNode> of(Pod pod, Collection<GenericKubernetesResource> all) {
        return all.stream()
                .filter(telemetry -> holds(telemetry, pod))
                .sorted(Comparator.comparingInt(TelemetryObjects::rank))
                .map(TelemetryObjects::spec)
                .toList();
    }

    private static boolean holds(GenericKubernetesResource telemetry, Pod pod) {
        String namespace = telemetry.getMetadata().getNamespace();
        boolean near = namespace.equals(pod.getMetadata().getNamespace());
        JsonNode selector = selector(telemetry);
        return selector.isEmpty() ? near || namespace.equals(ROOT_NAMESPACE) : near && selects(selector, pod);
    }

    private static boolean selects(JsonNode selector, Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return selector.properties().stream()
                .allMatch(wanted -> wanted.getValue().asText().equals(labels.get(wanted.getKey())));
    }

    private static int rank(GenericKubernetesResource telemetry) {
        if (!selector(telemetry).isEmpty()) {
            return 2;
        }
        return telemetry.getMetadata().getNamespace().equals(ROOT_NAMESPACE) ? 0 : 1;
    }

    private static JsonNode selector(GenericKubernetesResource telemetry) {
        return spec(telemetry).path("selector").path("matchLabels");
    }

    private static JsonNode spec(GenericKubernetesResource telemetry) {
        return JSON.<JsonNode>valueToTree(telemetry).path("spec");
    }
}

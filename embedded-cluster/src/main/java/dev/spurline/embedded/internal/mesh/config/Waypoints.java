// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which waypoint the requests of ambient pods to a Service go through: that of the Service's label
 * {@code istio.io/use-waypoint}, else that of its namespace's, if there is such a Gateway and it is for Services.
 *
 * <p>Source: istio.io/latest/docs/ambient/usage/waypoint.
 */
public final class Waypoints {

    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    private static final String NONE = "none";
    private static final String CLASS = "istio-waypoint";
    private static final String POD_OF = "gateway.networking.k8s.io/gateway-name";
    private static final String POD_OF_CLASS = "gateway.networking.k8s.io/gateway-class-name";

    private Waypoints() {}

    /** Returns {@code namespace/name} of a Gateway if it is a waypoint for Services. */
    static Optional<String> read(JsonNode gateway) {
        JsonNode metadata = gateway.path("metadata");
        String traffic = metadata.path("labels").path("istio.io/waypoint-for").asText("service");
        boolean waypoint =
                gateway.path("spec").path("gatewayClassName").asText().equals(CLASS);
        return waypoint && Set.of("service", "all").contains(traffic)
                ? Optional.of(metadata.path("namespace").asText() + "/"
                        + metadata.path("name").asText())
                : Optional.empty();
    }

    /**
     * Returns {@code namespace/name} of the waypoint that a pod is of, if it is one's: istiod's labels on the pods that it makes
     * for a Gateway say so.
     *
     * <p>Source: {@code manifests/charts/istio-control/istio-discovery/files/waypoint.yaml}.
     */
    public static Optional<String> ofPod(String namespace, Map<String, String> labels) {
        return Optional.ofNullable(labels.get(POD_OF))
                .filter(name -> CLASS.equals(labels.get(POD_OF_CLASS)))
                .map(name -> namespace + "/" + name);
    }

    /** Returns the waypoints of those Services that have one, as {@code namespace/name}, by such names of the Services. */
    static Map<String, String> of(
            Collection<Service> services, Collection<Namespace> namespaces, Set<String> waypoints) {
        if (waypoints.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, String>> around = namespaces.stream()
                .collect(Collectors.toMap(namespace -> namespace.getMetadata().getName(), Waypoints::labels));
        Map<String, String> found = new HashMap<>();
        for (Service service : services) {
            String namespace = service.getMetadata().getNamespace();
            Map<String, String> own = labels(service);
            Map<String, String> said = own.containsKey(USE) ? own : around.getOrDefault(namespace, Map.of());
            String name = said.getOrDefault(USE, NONE);
            String in = said.getOrDefault(USE_NAMESPACE, namespace);
            if (!name.equals(NONE) && waypoints.contains(in + "/" + name)) {
                found.put(namespace + "/" + service.getMetadata().getName(), in + "/" + name);
            }
        }
        return Map.copyOf(found);
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }
}

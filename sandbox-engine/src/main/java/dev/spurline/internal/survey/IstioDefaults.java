// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the MeshConfig of one revision of Istio says where objects say nothing (mesh.istio.io/v1alpha1, MeshConfig).
 *
 * @param configMap the ConfigMap in which it stands, as {@code namespace/name}
 * @param unread why it is not known, as {@code no permission to get it}; the other values are then those of an installation that
 *     changes nothing
 * @param virtualServicesTo for whom a VirtualService is that does not say it
 * @param destinationRulesTo for whom a DestinationRule is that does not say it
 * @param rootNamespace the namespace whose objects are for the whole mesh
 * @param discoverySelectors which namespaces the control plane looks at; all if there is none
 * @param baggage whether waypoints read and write the header {@code baggage} themselves ({@code AMBIENT_ENABLE_BAGGAGE} of istiod)
 */
public record IstioDefaults(
        String configMap,
        Optional<String> unread,
        List<String> virtualServicesTo,
        List<String> destinationRulesTo,
        String rootNamespace,
        List<LabelSelector> discoverySelectors,
        boolean baggage) {

    /** The namespace of an installation that names no other. */
    public static final String SYSTEM_NAMESPACE = "istio-system";

    private static final List<String> EVERYWHERE = List.of("*");

    /** Copies the lists. */
    public IstioDefaults {
        virtualServicesTo = List.copyOf(virtualServicesTo);
        destinationRulesTo = List.copyOf(destinationRulesTo);
        discoverySelectors = List.copyOf(discoverySelectors);
    }

    /** Returns what holds where nobody has written a MeshConfig. */
    public static IstioDefaults usual(String configMap) {
        return of(configMap, "");
    }

    /** Tells that it is not known. */
    public static IstioDefaults unread(String configMap, String reason) {
        return new IstioDefaults(
                configMap, Optional.of(reason), EVERYWHERE, EVERYWHERE, SYSTEM_NAMESPACE, List.of(), false);
    }

    /** Tells whether waypoints use the header {@code baggage} themselves. */
    public IstioDefaults withBaggage(boolean used) {
        return new IstioDefaults(
                configMap, unread, virtualServicesTo, destinationRulesTo, rootNamespace, discoverySelectors, used);
    }

    /**
     * Reads it.
     *
     * @param yaml the item {@code mesh} of the ConfigMap
     * @throws IllegalArgumentException if it is no YAML
     */
    public static IstioDefaults of(String configMap, String yaml) {
        JsonNode mesh = yaml.isBlank() ? JsonNodeFactory.instance.objectNode() : JsonTrees.parse(yaml);
        List<LabelSelector> selectors = new ArrayList<>();
        mesh.path("discoverySelectors")
                .forEach(selector -> selectors.add(JsonTrees.value(selector, LabelSelector.class)));
        return new IstioDefaults(
                configMap,
                Optional.empty(),
                exportTo(mesh.path("defaultVirtualServiceExportTo")),
                exportTo(mesh.path("defaultDestinationRuleExportTo")),
                mesh.path("rootNamespace").asText(SYSTEM_NAMESPACE),
                selectors,
                false);
    }

    private static List<String> exportTo(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names.isEmpty() ? EVERYWHERE : names;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.embedded.internal.client.Selectors;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What Istio's MeshConfig says where objects say nothing.
 *
 * @param rootNamespace the namespace whose objects hold for the whole mesh
 * @param virtualServicesTo who sees a VirtualService that does not say it
 * @param destinationRulesTo who sees a DestinationRule that does not say it
 * @param registryOnly whether requests to what a proxy does not know are refused
 * @param metricsProviders the names in {@code defaultProviders.metrics}
 * @param discoverySelectors which namespaces the control plane looks at; all if there is none
 * @param names the names of Services, in the domain that the installation has been told
 */
public record IstioMeshConfig(
        String rootNamespace,
        Set<String> virtualServicesTo,
        Set<String> destinationRulesTo,
        boolean registryOnly,
        List<String> metricsProviders,
        List<LabelSelector> discoverySelectors,
        DomainNames names) {

    /** The namespace of the ConfigMap, and the root namespace of an installation that names no other. */
    static final String SYSTEM_NAMESPACE = "istio-system";

    /** The ConfigMap of an installation without a revision. */
    static final String CONFIG_MAP = "istio";

    /** Those of an installation that changes nothing; its chart writes {@code prometheus} into its MeshConfig. */
    public static final IstioMeshConfig ISTIO =
            new IstioMeshConfig(SYSTEM_NAMESPACE, Set.of("*"), Set.of("*"), false, List.of("prometheus"), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an installation says that has been told no domain. */
    public IstioMeshConfig(
            String rootNamespace,
            Set<String> virtualServicesTo,
            Set<String> destinationRulesTo,
            boolean registryOnly,
            List<String> metricsProviders,
            List<LabelSelector> discoverySelectors) {
        this(
                rootNamespace,
                virtualServicesTo,
                destinationRulesTo,
                registryOnly,
                metricsProviders,
                discoverySelectors,
                new DomainNames(DomainNames.INSIDE));
    }

    /** Returns the same for a cluster of some domain. */
    IstioMeshConfig in(String domain) {
        return new IstioMeshConfig(
                rootNamespace,
                virtualServicesTo,
                destinationRulesTo,
                registryOnly,
                metricsProviders,
                discoverySelectors,
                new DomainNames(domain));
    }

    /** Copies the collections. */
    public IstioMeshConfig {
        virtualServicesTo = Set.copyOf(virtualServicesTo);
        destinationRulesTo = Set.copyOf(destinationRulesTo);
        metricsProviders = List.copyOf(metricsProviders);
        discoverySelectors = List.copyOf(discoverySelectors);
    }

    /** Reads the ConfigMap of an installation; a MeshConfig without a list of providers has none. */
    static IstioMeshConfig of(ConfigMap installation) {
        String yaml = Objects.requireNonNullElse(installation.getData(), Map.<String, String>of())
                .getOrDefault("mesh", "");
        JsonNode mesh = yaml.isBlank()
                ? JsonNodeFactory.instance.objectNode()
                : JSON.valueToTree(KubernetesYaml.document(yaml).value());
        return new IstioMeshConfig(
                mesh.path("rootNamespace").asText(SYSTEM_NAMESPACE),
                exportTo(mesh.path("defaultVirtualServiceExportTo")),
                exportTo(mesh.path("defaultDestinationRuleExportTo")),
                mesh.path("outboundTrafficPolicy").path("mode").asText().equals("REGISTRY_ONLY"),
                mesh.path("defaultProviders").path("metrics").findValuesAsText("name").stream()
                        .toList(),
                selectors(mesh.path("discoverySelectors")));
    }

    private static List<LabelSelector> selectors(JsonNode list) {
        List<LabelSelector> selectors = new ArrayList<>();
        list.forEach(selector -> selectors.add(JSON.convertValue(selector, LabelSelector.class)));
        return selectors;
    }

    /** Says whether the control plane looks at a namespace with some labels. */
    boolean discovers(Map<String, String> labels) {
        return discoverySelectors.isEmpty()
                || discoverySelectors.stream().anyMatch(selector -> Selectors.selects(selector, labels));
    }

    private static Set<String> exportTo(JsonNode list) {
        Set<String> said = DestinationRule.texts(list);
        return said.isEmpty() ? Set.of("*") : said;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A DestinationRule of Istio, as istiod reads it.
 *
 * @param host a qualified name or a wildcard
 * @param exportTo the namespaces that see it, as they are written; none if nothing is written
 * @param workloadSelector the labels of the callers that it is for; empty if it is for all
 * @param subsets the named parts of the host's endpoints
 * @param trafficPolicy what holds for all of them; an empty object if nothing does
 */
public record DestinationRule(
        String namespace,
        String name,
        Instant created,
        String host,
        Set<String> exportTo,
        Optional<Map<String, String>> workloadSelector,
        List<Subset> subsets,
        JsonNode trafficPolicy) {

    private static final String DOMAIN = ".svc.cluster.local";

    /** Copies the collections. */
    public DestinationRule {
        exportTo = Set.copyOf(exportTo);
        workloadSelector = workloadSelector.map(Map::copyOf);
        subsets = List.copyOf(subsets);
    }

    /** The endpoints of a host that have some labels. */
    public record Subset(String name, Map<String, String> labels, JsonNode trafficPolicy) {

        /** Copies the map. */
        public Subset {
            labels = Map.copyOf(labels);
        }

        /** Says whether an endpoint with some labels belongs to it. */
        boolean selects(Map<String, String> others) {
            return others.entrySet().containsAll(labels.entrySet());
        }
    }

    /** Reads the object. */
    public static DestinationRule read(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        String namespace = metadata.path("namespace").asText();
        JsonNode selector = spec.path("workloadSelector");
        List<Subset> subsets = new ArrayList<>();
        spec.path("subsets")
                .forEach(subset -> subsets.add(
                        new Subset(subset.path("name").asText(), labels(subset.path("labels")), policy(subset))));
        return new DestinationRule(
                namespace,
                metadata.path("name").asText(),
                Instant.parse(metadata.path("creationTimestamp").asText("1970-01-01T00:00:00Z")),
                qualified(spec.path("host").asText(), namespace),
                // A rule for some workloads of a namespace is that namespace's alone: setDestinationRules in
                // push_context.go.
                selector.isObject() ? Set.of(".") : texts(spec.path("exportTo")),
                selector.isObject() ? Optional.of(labels(selector.path("matchLabels"))) : Optional.empty(),
                subsets,
                policy(spec));
    }

    /** Only a name without a dot is completed: ResolveShortnameToFQDN in istiod's {@code pilot/pkg/model/config.go}. */
    static String qualified(String host, String namespace) {
        return host.contains(".") || host.startsWith("*") ? host : host + "." + namespace + DOMAIN;
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new HashMap<>();
        object.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static JsonNode policy(JsonNode parent) {
        JsonNode policy = parent.path("trafficPolicy");
        return policy.isObject() ? policy : JsonNodeFactory.instance.objectNode();
    }

    Optional<Subset> subset(String wanted) {
        return subsets.stream().filter(subset -> subset.name().equals(wanted)).findFirst();
    }

    /**
     * Returns what holds for a port of a subset, or of the whole host if the name is empty. What the subset says itself
     * replaces the rule's own, field by field; what is said of a port replaces both, what it leaves out included.
     *
     * <p>Source: MergeTrafficPolicy in istiod's {@code pilot/pkg/model/destination_rule.go}, and its callers
     * MergeSubsetTrafficPolicy and selectTrafficPolicyComponents.
     */
    JsonNode policyOf(String subset, int port) {
        ObjectNode merged = trafficPolicy.deepCopy();
        subset(subset).ifPresent(named -> merged.setAll((ObjectNode) named.trafficPolicy()));
        JsonNode ports = merged.remove("portLevelSettings");
        if (ports != null) {
            ports.forEach(settings -> {
                if (settings.path("port").path("number").asInt() == port) {
                    merged.remove(List.of("connectionPool", "outlierDetection", "loadBalancer", "tls"));
                    merged.setAll((ObjectNode) settings);
                    merged.remove("port");
                }
            });
        }
        return merged;
    }

    /**
     * Returns this rule with what another one on the same host adds: further subsets, and the policy if there is none.
     *
     * <p>Source: mergeDestinationRule in istiod's {@code pilot/pkg/model/destination_rule.go}.
     */
    DestinationRule with(DestinationRule other) {
        List<Subset> all = new ArrayList<>(subsets);
        other.subsets.stream().filter(added -> subset(added.name()).isEmpty()).forEach(all::add);
        return new DestinationRule(
                namespace,
                name,
                created,
                host,
                exportTo,
                workloadSelector,
                all,
                trafficPolicy.isEmpty() ? other.trafficPolicy : trafficPolicy);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How callers speak to a Service by a DestinationRule, once there are no subsets: as to the subset that routes lead to, if they
 * lead to one.
 *
 * @param traffic the traffic policy, empty if the rule says nothing
 * @param subset the subset whose policy it is
 * @param dropped what of other subsets is lost, as the end of a sentence about the rule; empty if nothing is
 */
record SubsetPolicy(ObjectNode traffic, Optional<String> subset, Optional<String> dropped) {

    private static final String PORTS = "portLevelSettings";

    /**
     * Reads a rule.
     *
     * @param spec the rule's
     * @param used the subsets that routes lead to, those with most requests first; an empty name where they lead to none
     */
    static SubsetPolicy of(JsonNode spec, List<String> used) {
        List<String> names = used.isEmpty() ? List.of("") : used;
        String first = names.get(0);
        ObjectNode traffic = policy(spec, first);
        List<String> others = names.stream()
                .filter(name -> !policy(spec, name).equals(traffic))
                .toList();
        return new SubsetPolicy(
                traffic,
                Optional.of(first).filter(name -> !name.isEmpty()),
                Optional.of(others)
                        .filter(found -> !found.isEmpty())
                        .map(found ->
                                "has other policies for its subsets %s than for [%s], as which the fork is spoken to"
                                        .formatted(found, first)));
    }

    private static ObjectNode policy(JsonNode spec, String subset) {
        ObjectNode policy = spec.path("trafficPolicy").isObject()
                ? spec.path("trafficPolicy").deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (JsonNode each : spec.path("subsets")) {
            if (!subset.isEmpty() && each.path("name").asText().equals(subset)) {
                merge(policy, each.path("trafficPolicy"));
            }
        }
        withoutEjection(policy);
        return policy;
    }

    /** A subset's settings stand in place of the rule's, of all ports too (MergeTrafficPolicy in pilot/pkg/networking/util of Istio). */
    private static void merge(ObjectNode policy, JsonNode subset) {
        ObjectNode general = subset.isObject() ? subset.deepCopy() : JsonNodeFactory.instance.objectNode();
        general.remove(PORTS);
        policy.path(PORTS).forEach(port -> ((ObjectNode) port).setAll(general.deepCopy()));
        policy.setAll(general);
        for (JsonNode port : subset.path(PORTS)) {
            port(policy.withArray("/" + PORTS), port.path("port")).setAll((ObjectNode) port.deepCopy());
        }
    }

    private static ObjectNode port(ArrayNode ports, JsonNode number) {
        for (JsonNode port : ports) {
            if (port.path("port").equals(number)) {
                return (ObjectNode) port;
            }
        }
        return ports.addObject();
    }

    /** Ejecting one of three pods is a cure; ejecting the only one is an outage. */
    private static void withoutEjection(JsonNode policy) {
        if (policy instanceof ObjectNode object) {
            object.remove("outlierDetection");
        }
        policy.path(PORTS).forEach(SubsetPolicy::withoutEjection);
    }

    /** Returns the names of the settings of a rule that are not lost on purpose. */
    static Set<String> settings(JsonNode spec) {
        Set<String> names = new TreeSet<>();
        names(spec.path("trafficPolicy"), names);
        spec.path("subsets").forEach(subset -> names(subset.path("trafficPolicy"), names));
        names.remove("outlierDetection");
        return names;
    }

    private static void names(JsonNode policy, Set<String> names) {
        policy.fieldNames().forEachRemaining(names::add);
    }
}

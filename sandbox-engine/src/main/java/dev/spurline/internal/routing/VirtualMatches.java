// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Adds the key to the matches of VirtualServices: each becomes one for each header that carries the key. */
public final class VirtualMatches {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MESH = "mesh";
    private static final String GATEWAYS = "gateways";
    private static final String LABELS = "sourceLabels";
    private static final String NAMESPACE = "sourceNamespace";

    /** What says where or for whom a match counts, and not for which requests. */
    private static final Set<String> PORTS_AND_CALLERS = Set.of(GATEWAYS, LABELS, NAMESPACE, "port");

    private static final Set<String> NEUTRAL =
            Set.of(GATEWAYS, LABELS, NAMESPACE, "port", "name", "statPrefix", "ignoreUriCase");

    private final RoutingKey key;
    private final KeyFormat format;
    private final boolean atGateways;

    /**
     * Prepares for a sandbox.
     *
     * @param atGateways whether the copies decide at gateways, too, as those in a slot do; else they are for pods' proxies alone
     */
    VirtualMatches(RoutingKey key, KeyFormat format, boolean atGateways) {
        this.key = key;
        this.format = format;
        this.atGateways = atGateways;
    }

    /**
     * Returns the matches of a rule with the key added, in their order.
     *
     * @return empty if the rule is for gateways alone, and the copies are not
     */
    List<ObjectNode> withKey(VirtualRule rule) {
        JsonNode matches = rule.json().path("match");
        List<ObjectNode> keyed = new ArrayList<>();
        if (matches.isEmpty()) {
            return withKey(JSON.objectNode(), rule.title());
        }
        for (JsonNode match : matches) {
            if (atGateways || inMesh(match.path(GATEWAYS))) {
                keyed.addAll(withKey(atGateways ? match.deepCopy() : forPods(match), rule.title()));
            }
        }
        return keyed;
    }

    private static ObjectNode forPods(JsonNode match) {
        ObjectNode copy = match.deepCopy();
        if (!match.path(GATEWAYS).isEmpty()) {
            // Istio does not look at the caller where gateways are listed (route.go: sourceMatchHTTP).
            copy.remove(List.of(GATEWAYS, LABELS, NAMESPACE));
        }
        return copy;
    }

    /** Returns whether the proxies of all callers' pods are told of a match (route.go: sourceMatchHTTP). */
    static boolean isForAllPods(JsonNode match) {
        JsonNode gateways = match.path(GATEWAYS);
        return gateways.isEmpty()
                ? match.path(LABELS).isEmpty() && match.path(NAMESPACE).asText().isEmpty()
                : inMesh(gateways);
    }

    /** Returns a warning for each rule for pods' proxies to which not every header that carries the key can be added. */
    static List<String> warnings(List<VirtualRule> rules, KeyFormat format) {
        return warnings(rules, format, VirtualMatches::inMesh);
    }

    /** Returns the same for rules for gateways. */
    static List<String> warningsAtGateways(List<VirtualRule> rules, KeyFormat format) {
        return warnings(rules, format, VirtualMatches::atGateways);
    }

    private static List<String> warnings(List<VirtualRule> rules, KeyFormat format, Predicate<JsonNode> counts) {
        List<String> warnings = new ArrayList<>();
        for (VirtualRule rule : rules) {
            format.carriers().stream()
                    .map(KeyFormat.Carrier::header)
                    .filter(header -> asks(rule, header, counts))
                    .map(header ->
                            "%s asks for header [%s] in a rule itself%s: requests that carry the key in that header alone pass over it. Send the key in another header, too, or choose others with spurline.headers"
                                    .formatted(rule.title(), header, named(rule)))
                    .forEach(warnings::add);
        }
        return warnings;
    }

    private static boolean asks(VirtualRule rule, String header, Predicate<JsonNode> counts) {
        for (JsonNode match : rule.json().path("match")) {
            if (counts.test(match.path(GATEWAYS)) && names(match.path("headers"), header)) {
                return true;
            }
        }
        return false;
    }

    private static String named(VirtualRule rule) {
        String name = rule.json().path("name").asText();
        return name.isEmpty() ? "" : " [" + name + "]";
    }

    /** Returns whether a list of gateways has the proxies of pods; an absent one says nothing. */
    public static boolean inMesh(JsonNode gateways) {
        for (JsonNode gateway : gateways) {
            if (isMesh(gateway)) {
                return true;
            }
        }
        return gateways.isEmpty();
    }

    /** Returns whether a list of gateways has one that is not the proxies of pods; an absent one says nothing. */
    static boolean atGateways(JsonNode gateways) {
        for (JsonNode gateway : gateways) {
            if (!isMesh(gateway)) {
                return true;
            }
        }
        return gateways.isEmpty();
    }

    /** Returns whether the proxies of pods are meant, and no Gateway. */
    static boolean isMesh(JsonNode gateway) {
        return gateway.asText().equals(MESH);
    }

    /** Returns whether a match takes every request where it counts (isCatchAllRoute in pilot/pkg/networking/core/route/route.go). */
    public static boolean takesAll(JsonNode match) {
        for (Map.Entry<String, JsonNode> field : match.properties()) {
            boolean empty =
                    field.getValue().isContainerNode() && field.getValue().isEmpty();
            if (!empty && !NEUTRAL.contains(field.getKey()) && !isAnyPath(field)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnyPath(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("uri")
                && (field.getValue().path("prefix").asText().equals("/")
                        || field.getValue().path("regex").asText().equals(".*"));
    }

    /** Returns whether a match counts at some ports or gateways only, or for some callers. */
    static boolean isForSomePortsOrCallers(JsonNode match) {
        return PORTS_AND_CALLERS.stream()
                .anyMatch(field ->
                        !match.path(field).isEmpty() || match.path(field).isValueNode());
    }

    private List<ObjectNode> withKey(ObjectNode match, String title) {
        List<ObjectNode> keyed = new ArrayList<>();
        for (KeyFormat.Carrier carrier : format.carriers()) {
            // Headers are a map: one condition a header, so that the key cannot be asked for where another value is.
            if (!names(match.path("headers"), carrier.header())) {
                ObjectNode copy = match.deepCopy();
                copy.withObject("/headers").set(carrier.header(), condition(carrier));
                keyed.add(copy);
            }
        }
        if (keyed.isEmpty()) {
            throw new PreflightException(
                    "%s matches on all headers that carry the key, so that the key cannot be added: let one of its matches ask for fewer, or choose other headers with spurline.headers"
                            .formatted(title));
        }
        return keyed;
    }

    private ObjectNode condition(KeyFormat.Carrier carrier) {
        String form = carrier.syntax() == KeyFormat.Syntax.PLAIN ? "exact" : "regex";
        return JSON.objectNode().put(form, carrier.matchValue(key));
    }

    private static boolean names(JsonNode headers, String header) {
        for (Iterator<String> names = headers.fieldNames(); names.hasNext(); ) {
            if (names.next().equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }
}

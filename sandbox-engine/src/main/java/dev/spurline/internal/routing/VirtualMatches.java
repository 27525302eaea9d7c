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

/** Adds the key to the matches of VirtualServices: each becomes one for each header that carries the key. */
final class VirtualMatches {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MESH = "mesh";

    private final RoutingKey key;
    private final KeyFormat format;

    VirtualMatches(RoutingKey key, KeyFormat format) {
        this.key = key;
        this.format = format;
    }

    /**
     * Returns the matches of a rule with the key added, in their order.
     *
     * @return empty if the rule is for gateways alone
     */
    List<ObjectNode> withKey(VirtualRule rule) {
        JsonNode matches = rule.json().path("match");
        List<ObjectNode> keyed = new ArrayList<>();
        if (matches.isEmpty()) {
            return withKey(JSON.objectNode(), rule.title());
        }
        for (JsonNode match : matches) {
            if (inMesh(match.path("gateways"))) {
                ObjectNode copy = match.deepCopy();
                copy.remove("gateways");
                keyed.addAll(withKey(copy, rule.title()));
            }
        }
        return keyed;
    }

    /** Returns whether a list of gateways has the proxies of pods; an absent one says nothing. */
    static boolean inMesh(JsonNode gateways) {
        for (JsonNode gateway : gateways) {
            if (gateway.asText().equals(MESH)) {
                return true;
            }
        }
        return gateways.isEmpty();
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

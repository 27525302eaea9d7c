// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import java.util.ArrayList;
import java.util.List;

/** Adds the key to matches: the cross product of what matched before and of the headers that carry the key. */
final class KeyMatches {

    /** Headers that one match of Gateway API may name. */
    private static final int MAX_HEADERS = 16;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RoutingKey key;
    private final KeyFormat format;

    KeyMatches(RoutingKey key, KeyFormat format) {
        this.key = key;
        this.format = format;
    }

    /**
     * Returns the matches of a rule with the key added, in their order.
     *
     * @param matches the rule's matches, none meaning everything
     * @param title the route, for a refusal
     */
    List<ObjectNode> withKey(JsonNode matches, String title) {
        List<ObjectNode> keyed = new ArrayList<>();
        if (matches.isEmpty()) {
            return withKey(JSON.objectNode(), title);
        }
        matches.forEach(match -> keyed.addAll(withKey((ObjectNode) match, title)));
        return keyed;
    }

    private List<ObjectNode> withKey(ObjectNode match, String title) {
        List<ObjectNode> keyed = new ArrayList<>();
        for (KeyFormat.Carrier carrier : format.carriers()) {
            // One match holds one condition a header: a rule that already asks for it cannot ask for the key there too.
            if (!names(match, carrier.header())) {
                keyed.add(with(match, header(carrier.matchType(), carrier.header(), carrier.matchValue(key))));
            }
        }
        if (keyed.isEmpty() || match.path("headers").size() >= MAX_HEADERS) {
            throw new PreflightException(
                    "%s matches on so many headers, or on those that carry the key, that the key cannot be added: let one of its matches ask for fewer, or choose other headers with spurline.headers"
                            .formatted(title));
        }
        return keyed;
    }

    /** Returns matches for the engine's own probes: any path, and one that outranks every other path. */
    List<ObjectNode> probe() {
        List<ObjectNode> probes = new ArrayList<>();
        for (String type : List.of("Exact", "PathPrefix")) {
            ObjectNode match = JSON.objectNode();
            match.putObject("path").put("type", type).put("value", type.equals("Exact") ? probePath() : "/");
            match.putArray("headers").add(header("Exact", KeyFormat.PROBE_HEADER, key.value()));
            KeyFormat.Carrier plain = format.carriers().get(format.carriers().size() - 1);
            probes.add(with(match, header(plain.matchType(), plain.header(), plain.matchValue(key))));
        }
        return probes;
    }

    /** Returns where the probe rule redirects to. */
    String probePath() {
        return "/spurline-probe/" + key.value();
    }

    private static ObjectNode with(ObjectNode match, ObjectNode header) {
        ObjectNode copy = match.deepCopy();
        ArrayNode headers = copy.withArray("/headers");
        headers.add(header);
        return copy;
    }

    private static ObjectNode header(String type, String name, String value) {
        return JSON.objectNode().put("type", type).put("name", name).put("value", value);
    }

    private static boolean names(ObjectNode match, String header) {
        for (JsonNode condition : match.path("headers")) {
            if (condition.path("name").asText().equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }
}

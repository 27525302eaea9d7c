// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The matches of a delegate's rule under those of the rule that names it: each has to be a narrower case of one of them, else
 * the delegate's rule is dropped.
 *
 * <p>Source: mergeHTTPMatchRequests and hasConflict in istiod's {@code pilot/pkg/model/virtualservice.go}.
 */
final class DelegatedMatches {

    private static final List<String> TEXTS = List.of("uri", "scheme", "method", "authority");
    private static final List<String> MAPS = List.of("headers", "withoutHeaders", "queryParams");

    private DelegatedMatches() {}

    /** Returns the matches that the rule has then, or empty if they conflict. */
    static Optional<JsonNode> merge(JsonNode roots, JsonNode delegates) {
        if (roots.isEmpty()) {
            return Optional.of(delegates);
        }
        if (delegates.isEmpty()) {
            return Optional.of(roots);
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (JsonNode delegate : delegates) {
            int before = merged.size();
            for (JsonNode root : roots) {
                if (!conflict(root, delegate)) {
                    merged.add(mergeOne(root, delegate));
                }
            }
            if (merged.size() == before) {
                return Optional.empty();
            }
        }
        return Optional.of(merged);
    }

    private static ObjectNode mergeOne(JsonNode root, JsonNode delegate) {
        ObjectNode merged = delegate.deepCopy();
        merged.put("name", joined(root.path("name"), delegate.path("name")));
        root.properties().stream()
                .filter(field -> isUnset(merged.path(field.getKey())))
                .filter(field -> !field.getKey().equals("ignoreUriCase"))
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        for (String map : List.of("headers", "withoutHeaders", "queryParams", "sourceLabels")) {
            ObjectNode both = JsonNodeFactory.instance.objectNode();
            root.path(map).properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
            delegate.path(map).properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
            merged.set(map, both);
        }
        return merged;
    }

    private static boolean isUnset(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isNumber() && value.asInt() == 0);
    }

    /** Returns the name of a rule or match that has come from a delegate. */
    static String joined(JsonNode root, JsonNode delegate) {
        String first = root.asText();
        String second = delegate.asText();
        return first.isEmpty() || second.isEmpty() ? first + second : first + "-" + second;
    }

    private static boolean conflict(JsonNode root, JsonNode delegate) {
        return TEXTS.stream().anyMatch(field -> textsConflict(root.path(field), delegate.path(field)))
                || MAPS.stream().anyMatch(field -> mapsConflict(root.path(field), delegate.path(field)))
                || root.path("ignoreUriCase").asBoolean()
                        != delegate.path("ignoreUriCase").asBoolean()
                || portsConflict(
                        root.path("port").asInt(), delegate.path("port").asInt())
                || namespacesConflict(
                        root.path("sourceNamespace").asText(),
                        delegate.path("sourceNamespace").asText())
                || labelsConflict(root.path("sourceLabels"), delegate.path("sourceLabels"))
                || gatewaysConflict(
                        VirtualServiceObject.texts(root.path("gateways")),
                        VirtualServiceObject.texts(delegate.path("gateways")));
    }

    private static boolean mapsConflict(JsonNode root, JsonNode delegate) {
        return delegate.properties().stream()
                .anyMatch(entry -> textsConflict(root.path(entry.getKey()), entry.getValue()));
    }

    /** An expression goes with nothing else, and presence with nothing, not even with itself. */
    private static boolean textsConflict(JsonNode root, JsonNode delegate) {
        if (!root.isObject() || !delegate.isObject()) {
            return false;
        }
        String exact = root.path("exact").asText();
        String prefix = root.path("prefix").asText();
        String narrowerExact = delegate.path("exact").asText();
        String narrowerPrefix = delegate.path("prefix").asText();
        if (!root.path("regex").asText().isEmpty()
                || !delegate.path("regex").asText().isEmpty()) {
            return true;
        }
        if (!exact.isEmpty()) {
            return !narrowerPrefix.isEmpty() || !narrowerExact.equals(exact);
        }
        if (!prefix.isEmpty() && !narrowerPrefix.isEmpty()) {
            return !narrowerPrefix.startsWith(prefix);
        }
        return prefix.isEmpty() || narrowerExact.isEmpty() || !narrowerExact.startsWith(prefix);
    }

    private static boolean portsConflict(int root, int delegate) {
        return root > 0 && delegate > 0 && root != delegate;
    }

    /** A delegate has to repeat the namespace. */
    private static boolean namespacesConflict(String root, String delegate) {
        return !root.isEmpty() && !root.equals(delegate);
    }

    private static boolean labelsConflict(JsonNode root, JsonNode delegate) {
        return delegate.properties().stream()
                .anyMatch(entry ->
                        root.has(entry.getKey()) && !root.get(entry.getKey()).equals(entry.getValue()));
    }

    private static boolean gatewaysConflict(List<String> root, List<String> delegate) {
        return !root.isEmpty()
                && !delegate.isEmpty()
                && (root.size() < delegate.size() || !Set.copyOf(root).containsAll(delegate));
    }
}

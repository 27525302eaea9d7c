// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Merges a rule that leads to a delegate with the delegate's rules (pilot/pkg/model/virtualservice.go of Istio: MergeHTTPRoutes). */
public final class DelegateMerge {

    private static final List<String> TEXTS = List.of("uri", "scheme", "method", "authority");
    private static final List<String> MAPS = List.of("headers", "withoutHeaders", "queryParams");

    /** What a delegate's rule has of the rule above it, where it says nothing itself. */
    private static final List<String> INHERITED = List.of(
            "rewrite",
            "directResponse",
            "timeout",
            "retries",
            "fault",
            "mirror",
            "mirrorPercent",
            "mirrorPercentage",
            "corsPolicy",
            "mirrors",
            "headers");

    private DelegateMerge() {}

    /** Returns the delegate's rules as they decide below a rule; those in conflict with it are left out, as Istio does. */
    public static List<VirtualRule> of(VirtualRule root, List<VirtualRule> delegate) {
        List<VirtualRule> merged = new ArrayList<>();
        for (VirtualRule rule : delegate) {
            merge(root.json(), rule.json())
                    .ifPresent(json -> merged.add(new VirtualRule(json, rule.namespace(), rule.title())));
        }
        return merged;
    }

    private static Optional<ObjectNode> merge(ObjectNode root, ObjectNode leaf) {
        Optional<ArrayNode> matches = matches(root.path("match"), leaf.path("match"));
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode merged = leaf.deepCopy();
        if (!matches.get().isEmpty()) {
            merged.set("match", matches.get());
        }
        for (String field : INHERITED) {
            if (!merged.has(field) && root.has(field)) {
                merged.set(field, root.path(field).deepCopy());
            }
        }
        return Optional.of(merged);
    }

    /** Each match of the delegate must lie within some match above it; empty if one does not. */
    private static Optional<ArrayNode> matches(JsonNode root, JsonNode leaf) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        if (root.isEmpty() || leaf.isEmpty()) {
            (root.isEmpty() ? leaf : root).forEach(match -> merged.add(match.deepCopy()));
            return Optional.of(merged);
        }
        for (JsonNode inner : leaf) {
            int before = merged.size();
            for (JsonNode outer : root) {
                if (!conflict(outer, inner)) {
                    merged.add(match(outer, inner));
                }
            }
            if (merged.size() == before) {
                return Optional.empty();
            }
        }
        return Optional.of(merged);
    }

    private static ObjectNode match(JsonNode root, JsonNode leaf) {
        ObjectNode merged = leaf.deepCopy();
        root.properties().forEach(field -> {
            JsonNode own = merged.path(field.getKey());
            if (own.isMissingNode()) {
                if (!field.getKey().equals("ignoreUriCase")) {
                    merged.set(field.getKey(), field.getValue().deepCopy());
                }
            } else if (field.getKey().equals("name")) {
                merged.put("name", field.getValue().asText() + "-" + own.asText());
            } else if (own.isObject() && !TEXTS.contains(field.getKey())) {
                merged.set(field.getKey(), ((ObjectNode) field.getValue().deepCopy()).setAll((ObjectNode) own));
            }
        });
        return merged;
    }

    private static boolean conflict(JsonNode root, JsonNode leaf) {
        return TEXTS.stream().anyMatch(field -> texts(root.path(field), leaf.path(field)))
                || MAPS.stream().anyMatch(field -> maps(root.path(field), leaf.path(field)))
                || root.path("ignoreUriCase").asBoolean()
                        != leaf.path("ignoreUriCase").asBoolean()
                || (root.has("port") && leaf.has("port") && !root.path("port").equals(leaf.path("port")))
                || (root.has("sourceNamespace") && !root.path("sourceNamespace").equals(leaf.path("sourceNamespace")))
                || labels(root.path("sourceLabels"), leaf.path("sourceLabels"))
                || gateways(root.path("gateways"), leaf.path("gateways"));
    }

    private static boolean maps(JsonNode root, JsonNode leaf) {
        return leaf.properties().stream().anyMatch(field -> texts(root.path(field.getKey()), field.getValue()));
    }

    private static boolean labels(JsonNode root, JsonNode leaf) {
        return leaf.properties().stream()
                .anyMatch(field ->
                        root.has(field.getKey()) && !root.path(field.getKey()).equals(field.getValue()));
    }

    private static boolean gateways(JsonNode root, JsonNode leaf) {
        TreeSet<String> outer = new TreeSet<>();
        TreeSet<String> inner = new TreeSet<>();
        root.forEach(name -> outer.add(name.asText()));
        leaf.forEach(name -> inner.add(name.asText()));
        return !outer.isEmpty() && !inner.isEmpty() && !outer.containsAll(inner);
    }

    /** stringMatchConflict: what the delegate asks for must be a part of what is asked for above it. */
    private static boolean texts(JsonNode root, JsonNode leaf) {
        if (root.isMissingNode() || leaf.isMissingNode()) {
            return false;
        }
        if (has(root, "regex") || has(leaf, "regex")) {
            return true;
        }
        if (has(root, "exact")) {
            return has(leaf, "prefix")
                    || !root.path("exact").asText().equals(leaf.path("exact").asText());
        }
        String prefix = root.path("prefix").asText();
        String inner = leaf.path("prefix").asText(leaf.path("exact").asText());
        return prefix.isEmpty() || inner.isEmpty() || !inner.startsWith(prefix);
    }

    private static boolean has(JsonNode condition, String form) {
        return !condition.path(form).asText().isEmpty();
    }
}

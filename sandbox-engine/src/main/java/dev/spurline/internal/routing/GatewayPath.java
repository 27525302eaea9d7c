// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests a rule at a gateway sends to a Service.
 *
 * @param base what stands before the Service's own paths, as the rule replaces it; empty if it replaces nothing
 * @param takes the path that the rule asks for, as in messages; empty if all of the Service's paths are reached
 * @param conditional whether it asks for headers, methods or the like besides
 */
public record GatewayPath(String base, String takes, boolean conditional) {

    /** Those that reach more come first. */
    static final Comparator<GatewayPath> BY_REACH = Comparator.comparing(GatewayPath::conditional)
            .thenComparing(path -> !path.takes.isEmpty())
            .thenComparing(path -> !path.base.isEmpty());

    /** What a match of a VirtualService asks for besides the path. */
    private static final Set<String> CONDITIONS = Set.of(
            "method",
            "headers",
            "withoutHeaders",
            "queryParams",
            "scheme",
            "authority",
            "sourceLabels",
            "sourceNamespace");

    /** Returns the best of a rule of the Gateway API. */
    static GatewayPath ofGatewayApi(JsonNode rule) {
        Optional<String> replacement = Optional.empty();
        for (JsonNode filter : rule.path("filters")) {
            JsonNode path = filter.at("/urlRewrite/path");
            if (path.path("type").asText().equals("ReplacePrefixMatch")) {
                replacement = Optional.of(path.path("replacePrefixMatch").asText());
            }
        }
        List<GatewayPath> paths = new ArrayList<>();
        for (JsonNode match : rule.path("matches")) {
            paths.add(ofMatch(match, replacement));
        }
        return best(paths);
    }

    private static GatewayPath ofMatch(JsonNode match, Optional<String> replacement) {
        if (match.path("method").isObject()) {
            return new GatewayPath("", "call %s".formatted(match.path("method")), false);
        }
        boolean conditional = match.has("method")
                || !match.path("headers").isEmpty()
                || !match.path("queryParams").isEmpty();
        String type = match.at("/path/type").asText("PathPrefix");
        String value = match.at("/path/value").asText("/");
        return of(type, type.equals("PathPrefix"), value, replacement, conditional);
    }

    /** Returns the best of a rule of a VirtualService. */
    static GatewayPath ofVirtualService(JsonNode rule) {
        Optional<String> replacement =
                Optional.of(rule.at("/rewrite/uri").asText()).filter(uri -> !uri.isEmpty());
        List<GatewayPath> paths = new ArrayList<>();
        for (JsonNode match : rule.path("match")) {
            boolean conditional = CONDITIONS.stream()
                    .anyMatch(name ->
                            !match.path(name).isEmpty() || match.path(name).isTextual());
            String type = match.path("uri").isEmpty()
                    ? "prefix"
                    : match.path("uri").fieldNames().next();
            paths.add(of(
                    type, type.equals("prefix"), match.path("uri").path(type).asText("/"), replacement, conditional));
        }
        return best(paths);
    }

    /** Without matches a rule takes everything. */
    private static GatewayPath best(List<GatewayPath> paths) {
        return paths.stream().min(BY_REACH).orElse(new GatewayPath("", "", false));
    }

    private static GatewayPath of(
            String type, boolean prefix, String value, Optional<String> replacement, boolean conditional) {
        String start = value.replaceFirst("/+$", "");
        if (!prefix) {
            return new GatewayPath("", "%s %s".formatted(type, value), conditional);
        }
        if (start.isEmpty() || replacement.isEmpty()) {
            return new GatewayPath("", start, conditional);
        }
        boolean whole = replacement.get().replaceFirst("/+$", "").isEmpty();
        return new GatewayPath(
                start, whole ? "" : "%s, replaced by %s".formatted(start, replacement.get()), conditional);
    }
}

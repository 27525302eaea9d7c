// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads routes from the JSON of the Gateway API, filling in the defaults of its schema.
 *
 * <p>Source: the defaults of HTTPRouteRule and GRPCRouteRule, gateway-api.sigs.k8s.io/reference/spec.
 */
final class RouteReader {

    private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|h|m|s)");
    private static final int DEFAULT_REDIRECT = 302;

    private RouteReader() {}

    /**
     * Reads an HTTPRoute or a GRPCRoute.
     *
     * @param kind which of the two
     * @param route the whole object
     */
    static MeshRoute read(RouteKind kind, JsonNode route) {
        JsonNode metadata = route.path("metadata");
        String namespace = metadata.path("namespace").asText();
        return new MeshRoute(
                kind,
                namespace,
                metadata.path("name").asText(),
                created(metadata),
                annotations(metadata.path("annotations")),
                all(route.path("spec").path("hostnames"), JsonNode::asText),
                all(route.path("spec").path("parentRefs"), parent -> parent(parent, namespace)),
                all(route.path("spec").path("rules"), rule -> rule(rule, kind, namespace)));
    }

    private static Instant created(JsonNode metadata) {
        return text(metadata, "creationTimestamp").map(Instant::parse).orElse(Instant.EPOCH);
    }

    private static Map<String, String> annotations(JsonNode node) {
        Map<String, String> annotations = new HashMap<>();
        node.properties()
                .forEach(field ->
                        annotations.put(field.getKey(), field.getValue().asText()));
        return Map.copyOf(annotations);
    }

    private static ParentRef parent(JsonNode node, String namespace) {
        String group = node.has("group") ? node.path("group").asText() : "gateway.networking.k8s.io";
        return new ParentRef(
                group + "/" + node.path("kind").asText("Gateway"),
                text(node, "namespace").orElse(namespace),
                node.path("name").asText(),
                number(node, "port"),
                text(node, "sectionName"));
    }

    private static RouteRule rule(JsonNode node, RouteKind kind, String namespace) {
        List<RouteMatch> matches = all(node.path("matches"), match -> kind.grpc() ? call(match) : match(match));
        RouteMatch every = kind.grpc() ? RouteMatch.EVERY_CALL : RouteMatch.EVERY_PATH;
        return new RouteRule(
                text(node, "name"),
                matches.isEmpty() ? List.of(every) : matches,
                all(node.path("filters"), filter -> kind.filter(filter(filter, namespace))),
                all(node.path("backendRefs"), backend -> backend(backend, namespace)),
                duration(node.path("timeouts"), "request"),
                duration(node.path("timeouts"), "backendRequest"),
                node.has("retry") ? Optional.of(retry(node.path("retry"))) : Optional.empty());
    }

    private static RouteMatch match(JsonNode node) {
        JsonNode path = node.path("path");
        return new RouteMatch(
                PathMatch.of(
                        path.path("type").asText("PathPrefix"),
                        path.path("value").asText("/")),
                named(node.path("headers")),
                named(node.path("queryParams")),
                text(node, "method"));
    }

    private static RouteMatch call(JsonNode node) {
        JsonNode method = node.path("method");
        PathMatch path = method.isMissingNode()
                ? new PathMatch.Any()
                : new PathMatch.GrpcMethod(
                        text(method, "service"),
                        text(method, "method"),
                        method.path("type").asText().equals("RegularExpression"));
        return new RouteMatch(path, named(node.path("headers")), List.of(), Optional.empty());
    }

    /**
     * Of several conditions on one name, the first counts.
     *
     * <p>Source: HTTPRouteMatch.headers, gateway-api.sigs.k8s.io/reference/spec.
     */
    private static List<NamedMatch> named(JsonNode list) {
        Set<String> seen = new HashSet<>();
        List<NamedMatch> matches = new ArrayList<>();
        for (JsonNode node : list) {
            String name = node.path("name").asText();
            if (seen.add(name)) {
                matches.add(new NamedMatch(
                        name,
                        TextMatch.of(
                                node.path("type").asText("Exact"),
                                node.path("value").asText())));
            }
        }
        return List.copyOf(matches);
    }

    private static RouteFilter filter(JsonNode node, String namespace) {
        String type = node.path("type").asText();
        return switch (type) {
            case "RequestHeaderModifier" -> headers(node.path("requestHeaderModifier"), false);
            case "ResponseHeaderModifier" -> headers(node.path("responseHeaderModifier"), true);
            case "RequestRedirect" -> redirect(node.path("requestRedirect"));
            case "URLRewrite" ->
                new RouteFilter.Rewrite(text(node.path("urlRewrite"), "hostname"), pathChange(node.path("urlRewrite")));
            case "RequestMirror" -> mirror(node.path("requestMirror"), namespace);
            default -> new RouteFilter.Unknown(type);
        };
    }

    /** Source: createMirrorFilter in istiod's {@code pilot/pkg/config/kube/gateway/conversion.go}. */
    private static RouteFilter.Mirror mirror(JsonNode node, String namespace) {
        JsonNode fraction = node.path("fraction");
        double share = fraction.isObject()
                ? 100
                        * fraction.path("numerator").asDouble()
                        / fraction.path("denominator").asDouble(100)
                : node.path("percent").asDouble(100);
        return new RouteFilter.Mirror(backend(node.path("backendRef"), namespace), share);
    }

    private static RouteFilter.Headers headers(JsonNode node, boolean response) {
        return new RouteFilter.Headers(
                response, lines(node.path("add")), lines(node.path("set")), all(node.path("remove"), JsonNode::asText));
    }

    private static List<Map.Entry<String, String>> lines(JsonNode list) {
        Set<String> seen = new HashSet<>();
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        for (JsonNode node : list) {
            String name = node.path("name").asText();
            if (seen.add(name.toLowerCase(Locale.ROOT))) {
                lines.add(Map.entry(name, node.path("value").asText()));
            }
        }
        return List.copyOf(lines);
    }

    /** The definition of HTTPRoute fills in the status, which is why no mesh ever sees a redirect without one. */
    private static RouteFilter.Redirect redirect(JsonNode node) {
        return new RouteFilter.Redirect(
                text(node, "scheme"),
                text(node, "hostname"),
                pathChange(node),
                number(node, "port"),
                Optional.of(number(node, "statusCode").orElse(DEFAULT_REDIRECT)),
                true);
    }

    private static Optional<RouteFilter.PathChange> pathChange(JsonNode node) {
        JsonNode path = node.path("path");
        return switch (path.path("type").asText()) {
            case "ReplaceFullPath" ->
                Optional.of(
                        new RouteFilter.FullPath(path.path("replaceFullPath").asText()));
            case "ReplacePrefixMatch" ->
                Optional.of(new RouteFilter.PathElements(
                        path.path("replacePrefixMatch").asText()));
            default -> Optional.empty();
        };
    }

    private static BackendRef backend(JsonNode node, String namespace) {
        return new BackendRef(
                node.path("group").asText() + "/" + node.path("kind").asText("Service"),
                text(node, "namespace").orElse(namespace),
                node.hasNonNull("namespace"),
                node.path("name").asText(),
                number(node, "port"),
                node.path("weight").asInt(1),
                all(node.path("filters"), filter -> filter(filter, namespace)));
    }

    private static RouteRule.Retry retry(JsonNode node) {
        Set<Integer> codes = Set.copyOf(all(node.path("codes"), JsonNode::asInt));
        return new RouteRule.Retry(node.path("attempts").asInt(2), codes);
    }

    private static Optional<Duration> duration(JsonNode node, String field) {
        return text(node, field).map(RouteReader::duration).filter(duration -> !duration.isZero());
    }

    /**
     * Reads a duration of the form of the Gateway API, such as {@code 1m30s}; anything else is zero.
     *
     * <p>Source: gateway-api.sigs.k8s.io/geps/gep-2257.
     */
    static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher parts = DURATION.matcher(text);
        while (parts.find()) {
            long value = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2)) {
                        case "h" -> Duration.ofHours(value);
                        case "m" -> Duration.ofMinutes(value);
                        case "s" -> Duration.ofSeconds(value);
                        default -> Duration.ofMillis(value);
                    });
        }
        return sum;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asText()) : Optional.empty();
    }

    private static Optional<Integer> number(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asInt()) : Optional.empty();
    }

    private static <T> List<T> all(JsonNode list, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>(list.size());
        list.forEach(node -> values.add(read.apply(node)));
        return List.copyOf(values);
    }
}

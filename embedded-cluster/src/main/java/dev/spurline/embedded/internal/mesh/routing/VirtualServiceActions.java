// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry.DirectAnswer;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry.RouteAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a rule of a VirtualService does.
 *
 * <p>Source: TranslateRoute and applyHTTPRouteDestination in istiod's {@code pilot/pkg/networking/core/route/route.go}.
 */
final class VirtualServiceActions {

    private VirtualServiceActions() {}

    /** Returns all but where the rule leads. */
    static RouteAction of(JsonNode rule) {
        JsonNode request = rule.path("headers").path("request");
        return new RouteAction(
                List.of(),
                answer(rule.path("directResponse")),
                rule.has("redirect") ? Optional.of(redirect(rule.path("redirect"))) : Optional.empty(),
                301,
                rewrite(rule.path("rewrite"), authority(request)),
                headers(request),
                headers(rule.path("headers").path("response")),
                duration(rule, "timeout"),
                rule.hasNonNull("retries")
                        ? VirtualServiceRetries.of(rule.path("retries"))
                        : RouteRule.Retry.ISTIO_DEFAULT,
                VirtualServicePolicies.of(rule));
    }

    private static DirectAnswer answer(JsonNode direct) {
        if (!direct.isObject()) {
            return DirectAnswer.withoutBackend(500);
        }
        JsonNode body = direct.path("body");
        String bytes = new String(Base64.getDecoder().decode(body.path("bytes").asText()), StandardCharsets.UTF_8);
        return new DirectAnswer(
                direct.path("status").asInt(), body.path("string").asText(bytes), true);
    }

    private static RouteFilter.Redirect redirect(JsonNode node) {
        return new RouteFilter.Redirect(
                text(node, "scheme"),
                text(node, "authority"),
                text(node, "prefixRewrite")
                        .<RouteFilter.PathChange>map(RouteFilter.MatchedPath::new)
                        .or(() -> text(node, "uri").map(RouteFilter.FullPath::new)),
                VirtualServiceReader.number(node, "port"),
                VirtualServiceReader.number(node, "redirectCode").filter(code -> code != 0),
                node.path("derivePort").asText().equals("FROM_REQUEST_PORT"));
    }

    /** A host that the rewrite names comes before one that is set as header. */
    private static Optional<RouteFilter.Rewrite> rewrite(JsonNode node, Optional<String> header) {
        Optional<String> authority = text(node, "authority").or(() -> header);
        Optional<RouteFilter.PathChange> path = path(node);
        return authority.isEmpty() && path.isEmpty()
                ? Optional.empty()
                : Optional.of(new RouteFilter.Rewrite(authority, path));
    }

    private static Optional<RouteFilter.PathChange> path(JsonNode rewrite) {
        JsonNode regex = rewrite.path("uriRegexRewrite");
        return regex.isObject()
                ? Optional.of(new RouteFilter.FoundPath(
                        TextMatch.Regex.of(regex.path("match").asText()),
                        regex.path("rewrite").asText()))
                : text(rewrite, "uri").map(RouteFilter.MatchedPath::new);
    }

    /**
     * Removals, then what is set, then what is added, each by name. The host is no header.
     *
     * <p>Source: TranslateHeadersOperations there.
     */
    static List<HeaderChange> headers(JsonNode operations) {
        List<HeaderChange> changes = new ArrayList<>();
        VirtualServiceObject.texts(operations.path("remove")).stream()
                .filter(name -> !isInternal(name))
                .forEach(name -> changes.add(new HeaderChange.Remove(name)));
        lines(operations.path("set")).forEach(line -> changes.add(new HeaderChange.Set(line.name(), line.value())));
        lines(operations.path("add")).forEach(line -> changes.add(new HeaderChange.Add(line.name(), line.value())));
        return List.copyOf(changes);
    }

    private record HeaderLine(String name, String value) {}

    private static Stream<HeaderLine> lines(JsonNode map) {
        TreeMap<String, String> byName = new TreeMap<>();
        map.properties()
                .forEach(entry -> byName.put(entry.getKey(), entry.getValue().asText()));
        return byName.entrySet().stream()
                .filter(entry -> !isInternal(entry.getKey()))
                .map(entry -> new HeaderLine(entry.getKey(), entry.getValue()));
    }

    private static boolean isInternal(String header) {
        return header.startsWith(":") || header.equalsIgnoreCase("host");
    }

    /** Returns the host that changes of a request's headers set. */
    static Optional<String> authority(JsonNode request) {
        return Stream.of("set", "add")
                .flatMap(kind -> request.path(kind).properties().stream())
                .filter(entry -> isAuthority(entry.getKey()))
                .map(entry -> entry.getValue().asText())
                .findFirst();
    }

    private static boolean isAuthority(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals(EnvoyMatch.AUTHORITY) || name.equals("host");
    }

    static Optional<Duration> duration(JsonNode node, String field) {
        return text(node, field).map(IstioDuration::parse).filter(duration -> !duration.isZero());
    }

    static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText()).filter(text -> !text.isEmpty());
    }
}

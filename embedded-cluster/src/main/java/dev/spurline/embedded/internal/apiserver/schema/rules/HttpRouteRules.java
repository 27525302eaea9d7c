// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the Gateway API's definition of HTTPRoute asks for beyond types, v1.4. A real API server refuses such routes by the
 * definition's expressions, which this one does not evaluate; whoever defines HTTPRoutes here, a route that would be refused
 * elsewhere is refused.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule">HTTPRouteRule</a>
 */
public final class HttpRouteRules {

    private static final int RULES = 16;
    private static final int MATCHES = 64;
    private static final int ALL_MATCHES = 128;
    private static final int HEADERS = 16;

    private static final List<PathFilter> PATH_FILTERS = List.of(
            new PathFilter("requestRedirect", "When using RequestRedirect", "when using RequestRedirect"),
            new PathFilter("urlRewrite", "When using URLRewrite", "When using URLRewrite"));

    private final FieldErrorList errors;

    public HttpRouteRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public static boolean concern(Kind kind) {
        return kind.is("gateway.networking.k8s.io", "HTTPRoute");
    }

    public void check(ObjectNode route) {
        JsonNode rules = route.path("spec").path("rules");
        checkAtMost(RULES, rules, "spec.rules");
        Set<String> names = new HashSet<>();
        int matches = 0;
        boolean unique = true;
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.get(i);
            checkRule(rule, "spec.rules[%d]".formatted(i));
            unique &= !rule.has("name") || names.add(rule.path("name").asText());
            // A rule without matches gets one for everything.
            matches += Math.max(1, rule.path("matches").size());
        }
        require(
                matches <= ALL_MATCHES,
                "spec.rules",
                "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128");
        require(unique, "spec.rules", "Rule name must be unique within the route");
    }

    private void checkRule(JsonNode rule, String path) {
        JsonNode matches = rule.path("matches");
        checkAtMost(MATCHES, matches, path + ".matches");
        for (int i = 0; i < matches.size(); i++) {
            checkAtMost(HEADERS, matches.get(i).path("headers"), "%s.matches[%d].headers".formatted(path, i));
        }
        require(
                rule.path("backendRefs").isEmpty() || !redirects(rule),
                path,
                "RequestRedirect filter must not be used together with backendRefs");
        if (!onePrefix(matches)) {
            PATH_FILTERS.forEach(filter -> {
                require(!replacesPrefix(rule, filter), path, filter.words());
                require(!backendReplacesPrefix(rule, filter), path, filter.wordsOfBackends());
            });
        }
    }

    private static boolean redirects(JsonNode rule) {
        for (JsonNode filter : rule.path("filters")) {
            if (filter.has("requestRedirect")) {
                return true;
            }
        }
        return false;
    }

    /** A rule without matches, and a match without a path, have the prefix of all paths. */
    private static boolean onePrefix(JsonNode matches) {
        return matches.size() <= 1
                && matches.path(0)
                        .path("path")
                        .path("type")
                        .asText("PathPrefix")
                        .equals("PathPrefix");
    }

    private static boolean backendReplacesPrefix(JsonNode rule, PathFilter filter) {
        for (JsonNode backend : rule.path("backendRefs")) {
            if (replacesPrefix(backend, filter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean replacesPrefix(JsonNode place, PathFilter kind) {
        for (JsonNode filter : place.path("filters")) {
            if (filter.path(kind.field()).path("path").has("replacePrefixMatch")) {
                return true;
            }
        }
        return false;
    }

    private void checkAtMost(int most, JsonNode list, String path) {
        errors.require(
                list.size() <= most,
                new FieldError(
                        "FieldValueTooMany",
                        "Too many: %d: must have at most %d items".formatted(list.size(), most),
                        path));
    }

    private void require(boolean holds, String path, String message) {
        errors.require(holds, new FieldError("FieldValueInvalid", "Invalid value: " + message, path));
    }

    /** A filter that may replace the prefix of a path; the definition writes the same word large or small. */
    private record PathFilter(String field, String begin, String beginOfBackends) {

        private static final String WANTED =
                " filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified";

        String words() {
            return begin + WANTED;
        }

        String wordsOfBackends() {
            return "Within backendRefs, " + beginOfBackends + WANTED;
        }
    }
}

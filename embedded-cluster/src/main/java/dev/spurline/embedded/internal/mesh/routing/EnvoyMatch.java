// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;
import java.util.Optional;

/** Whether a request fits a match, as Envoy looks at it. */
final class EnvoyMatch {

    /** Envoy's names for what is no header. */
    static final String METHOD = ":method";

    static final String AUTHORITY = ":authority";
    static final String SCHEME = ":scheme";
    private static final String PATH = ":path";

    private EnvoyMatch() {}

    /**
     * Says whether a request fits.
     *
     * @param path the request's path without its query
     */
    static boolean matches(RouteMatch match, RequestHead request, String path) {
        return matchesPath(match, path)
                && (match.method().isEmpty() || match.method().get().equals(request.method()))
                && match.headers().stream().allMatch(header -> matchesHeader(header, request))
                && match.query().stream().allMatch(query -> matchesQuery(query, request));
    }

    /**
     * Says whether nothing can come behind a match.
     *
     * <p>Source: IsCatchAllRoute in istiod's {@code pilot/pkg/networking/core/route/route.go}.
     */
    static boolean takesAll(RouteMatch match) {
        return takesAll(match.path())
                && match.headers().isEmpty()
                && match.query().isEmpty()
                && match.method().isEmpty();
    }

    private static boolean takesAll(PathMatch path) {
        if (path instanceof PathMatch.Start start) {
            return start.text().equals("/");
        }
        if (path instanceof PathMatch.Prefix prefix) {
            return prefix.elements().isEmpty();
        }
        return path instanceof PathMatch.Any
                || (path instanceof PathMatch.Regex regex
                        && regex.expression().text().equals(".*"));
    }

    /** Source: {@code case_sensitive} of Envoy's RouteMatch, which does not count for {@code safe_regex}. */
    private static boolean matchesPath(RouteMatch match, String path) {
        PathMatch condition = match.path();
        if (condition instanceof PathMatch.Start start) {
            return path.regionMatches(
                    match.ignoringCase(), 0, start.text(), 0, start.text().length());
        }
        if (condition instanceof PathMatch.Prefix prefix) {
            return prefix.matches(path);
        }
        if (condition instanceof PathMatch.Exact exact) {
            return match.ignoringCase()
                    ? exact.path().equalsIgnoreCase(path)
                    : exact.path().equals(path);
        }
        return condition instanceof PathMatch.Any
                || (condition instanceof PathMatch.Regex regex
                        && regex.expression().matches(path));
    }

    /**
     * Envoy joins the lines of a repeated header before it looks at them; a missing one is empty to a condition that is
     * inverted.
     *
     * <p>Source: getAllOfHeaderAsString in Envoy's {@code source/common/http/header_utility.cc};
     * {@code treat_missing_header_as_empty} as TranslateRouteMatch of istiod's {@code route.go} sets it.
     */
    private static boolean matchesHeader(NamedMatch match, RequestHead request) {
        List<String> lines = lines(match.name(), request);
        if (isPresence(match.value())) {
            return lines.isEmpty() == match.inverted();
        }
        if (lines.isEmpty() && !match.inverted()) {
            return false;
        }
        return match.value().matches(String.join(",", lines)) != match.inverted();
    }

    private static List<String> lines(String name, RequestHead request) {
        return switch (name) {
            case METHOD -> List.of(request.method());
            case AUTHORITY -> List.of(request.authority());
            case PATH -> List.of(request.uri());
            case SCHEME -> List.of("http");
            default -> request.header(name);
        };
    }

    /**
     * In Istio an asterisk alone is no expression, it stands for presence.
     *
     * <p>Source: canBeConvertedToPresentMatch in {@code pilot/pkg/networking/core/route/route.go}.
     */
    private static boolean isPresence(TextMatch value) {
        return value instanceof TextMatch.Presence
                || (value instanceof TextMatch.Regex regex && regex.text().equals("*"));
    }

    /**
     * Envoy takes the first of several parameters of a name, and decodes nothing.
     *
     * <p>Source: QueryParameterMatcher in Envoy's {@code source/common/router/config_utility.cc}.
     */
    private static boolean matchesQuery(NamedMatch match, RequestHead request) {
        Optional<String> value = QueryString.first(request.query(), match.name());
        return value.isPresent() && (isPresence(match.value()) || match.value().matches(value.get()));
    }
}

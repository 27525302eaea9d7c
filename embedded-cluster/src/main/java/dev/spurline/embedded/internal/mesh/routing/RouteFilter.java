// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A filter of a rule or of a backend reference. */
public sealed interface RouteFilter {

    /**
     * Changes headers on the way to the backend, or on the way back.
     *
     * @param response whether it is about the response
     */
    record Headers(
            boolean response,
            List<Map.Entry<String, String>> add,
            List<Map.Entry<String, String>> set,
            List<String> remove)
            implements RouteFilter {}

    /**
     * Answers with a redirect.
     *
     * @param derivesPort whether the port follows from the rest where none is said, as in the Gateway API
     */
    record Redirect(
            Optional<String> scheme,
            Optional<String> hostname,
            Optional<PathChange> path,
            Optional<Integer> port,
            Optional<Integer> statusCode,
            boolean derivesPort)
            implements RouteFilter {}

    /** Rewrites host or path. */
    record Rewrite(Optional<String> hostname, Optional<PathChange> path) implements RouteFilter {}

    /**
     * Sends a copy elsewhere.
     *
     * @param percentage of how many requests
     */
    record Mirror(BackendRef backend, double percentage) implements RouteFilter {}

    /** A filter that no mesh here knows. */
    record Unknown(String type) implements RouteFilter {}

    /** A new path. */
    sealed interface PathChange {

        /** Returns what the path of a request becomes, which the match has taken. */
        String path(String path, PathMatch match);

        /** Returns the path and query that a request's become. */
        default String apply(RequestHead request, PathMatch match) {
            String path = path(request.path(), match);
            return request.query().isEmpty() || path.contains("?") ? path : path + "?" + request.query();
        }
    }

    /** The whole path becomes another. */
    record FullPath(String value) implements PathChange {

        @Override
        public String path(String path, PathMatch match) {
            return value;
        }
    }

    /** The text that a match took becomes another: all of the path, unless it took the beginning. */
    record MatchedPath(String value) implements PathChange {

        @Override
        public String path(String path, PathMatch match) {
            return match instanceof PathMatch.Start start
                    ? value + path.substring(start.text().length())
                    : value;
        }
    }

    /**
     * What an expression finds becomes something else, in which {@code \1} stands for its first group.
     *
     * <p>Source: {@code regex_rewrite} of Envoy's RouteAction.
     */
    record FoundPath(TextMatch.Regex expression, String substitution) implements PathChange {

        @Override
        public String path(String path, PathMatch match) {
            return expression.replaceAll(path, substitution);
        }
    }

    /** The matched elements become others. */
    record PathElements(String value) implements PathChange {

        @Override
        public String path(String path, PathMatch match) {
            String rest = match instanceof PathMatch.Prefix prefix
                    ? path.substring(Math.min(path.length(), prefix.elements().length()))
                    : "";
            String start = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            String whole = start + (rest.isEmpty() || rest.startsWith("/") ? rest : "/" + rest);
            return whole.isEmpty() ? "/" : whole;
        }
    }
}

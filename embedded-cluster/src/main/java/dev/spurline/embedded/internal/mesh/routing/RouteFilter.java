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

    /** Answers with a redirect. */
    record Redirect(
            Optional<String> scheme,
            Optional<String> hostname,
            Optional<PathChange> path,
            Optional<Integer> port,
            Optional<Integer> statusCode)
            implements RouteFilter {}

    /** Rewrites host or path. */
    record Rewrite(Optional<String> hostname, Optional<PathChange> path) implements RouteFilter {}

    /** Sends a copy elsewhere. */
    record Mirror() implements RouteFilter {}

    /** A filter that no mesh here knows. */
    record Unknown(String type) implements RouteFilter {}

    /**
     * A new path.
     *
     * @param full whether it takes the place of the whole path, not only of the matched prefix
     */
    record PathChange(boolean full, String value) {

        /** Returns the path and query that a request's become. */
        String apply(RequestHead request, PathMatch match) {
            String path = full ? value : replacePrefix(request.path(), match);
            return request.query().isEmpty() || path.contains("?") ? path : path + "?" + request.query();
        }

        private String replacePrefix(String path, PathMatch match) {
            String rest = match instanceof PathMatch.Prefix prefix
                    ? path.substring(Math.min(path.length(), prefix.elements().length()))
                    : "";
            String start = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            String whole = start + (rest.isEmpty() || rest.startsWith("/") ? rest : "/" + rest);
            return whole.isEmpty() ? "/" : whole;
        }
    }
}

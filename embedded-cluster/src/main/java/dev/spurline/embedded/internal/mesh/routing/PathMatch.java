// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Optional;

/** A condition on the path of a request. */
public sealed interface PathMatch {

    /** Reads a path condition of an HTTPRoute. */
    static PathMatch of(String type, String value) {
        return switch (type) {
            case "Exact" -> new Exact(value);
            case "RegularExpression" -> new Regex(TextMatch.Regex.of(value));
            default -> new Prefix(value);
        };
    }

    /** The path is this one. */
    record Exact(String path) implements PathMatch {}

    /** The path starts with these elements; a slash at the end does not count. Source: PathMatchPathPrefix of Gateway API. */
    record Prefix(String path) implements PathMatch {

        /** Returns the elements without the slash at their end: empty if every path starts with them. */
        String elements() {
            return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }

        /** Says whether a path starts with the elements. */
        boolean matches(String candidate) {
            String elements = elements();
            return candidate.startsWith(elements)
                    && (candidate.length() == elements.length()
                            || elements.isEmpty()
                            || candidate.charAt(elements.length()) == '/');
        }
    }

    /** The path begins with this text, whatever comes after it. Source: {@code prefix} of Envoy's RouteMatch. */
    record Start(String text) implements PathMatch {}

    /** The path matches an expression. */
    record Regex(TextMatch.Regex expression) implements PathMatch {}

    /** The path names a method of a gRPC service; with neither it is every call, as in a rule without matches. */
    record GrpcMethod(Optional<String> service, Optional<String> method, boolean regex) implements PathMatch {

        static final GrpcMethod EVERY = new GrpcMethod(Optional.empty(), Optional.empty(), false);
    }

    /** Every path: a GRPCRoute's match that is there, but names no method. */
    record Any() implements PathMatch {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;
import java.util.Optional;

/**
 * One of a rule's matches: all of its conditions have to hold.
 *
 * @param ignoringCase whether upper and lower case are the same in the path, unless it is matched by an expression
 */
public record RouteMatch(
        PathMatch path,
        List<NamedMatch> headers,
        List<NamedMatch> query,
        Optional<String> method,
        boolean ignoringCase) {

    /** A match in which the path's case counts. */
    public RouteMatch(PathMatch path, List<NamedMatch> headers, List<NamedMatch> query, Optional<String> method) {
        this(path, headers, query, method, false);
    }

    /** What a rule of an HTTPRoute without matches stands for. */
    static final RouteMatch EVERY_PATH =
            new RouteMatch(new PathMatch.Prefix("/"), List.of(), List.of(), Optional.empty());

    /** What a rule of a GRPCRoute without matches stands for. */
    static final RouteMatch EVERY_CALL =
            new RouteMatch(PathMatch.GrpcMethod.EVERY, List.of(), List.of(), Optional.empty());

    RouteMatch with(PathMatch other) {
        return new RouteMatch(other, headers, query, method, ignoringCase);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A route object, of whichever kind, as a mesh reads it.
 *
 * @param hostnames those that it is for at a Gateway; none if it is for all
 */
public record MeshRoute(
        RouteKind kind,
        String namespace,
        String name,
        Instant created,
        Map<String, String> annotations,
        List<String> hostnames,
        List<ParentRef> parents,
        List<RouteRule> rules) {

    /** Returns the same route on fewer parents. */
    MeshRoute on(List<ParentRef> some) {
        return new MeshRoute(kind, namespace, name, created, annotations, hostnames, some, rules);
    }

    String ruleName(int index) {
        return rules.get(index).name().orElse(namespace + "." + name + "." + index);
    }
}

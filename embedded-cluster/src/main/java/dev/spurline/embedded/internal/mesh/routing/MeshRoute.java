// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An HTTPRoute or a GRPCRoute. */
public record MeshRoute(
        Kind kind,
        String namespace,
        String name,
        Instant created,
        Map<String, String> annotations,
        List<ParentRef> parents,
        List<RouteRule> rules) {

    /** The kinds of routes. GRPCRoute comes first, as it does where both stand on one Service. */
    public enum Kind {
        /** {@code GRPCRoute}. */
        GRPC,
        /** {@code HTTPRoute}. */
        HTTP
    }

    String ruleName(int index) {
        return rules.get(index).name().orElse(namespace + "." + name + "." + index);
    }
}

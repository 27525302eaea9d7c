// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The last rule of a route object where nobody else has a route: all other requests lead to the baseline. It is needed
 * because what no attached rule matches is answered 404.
 */
final class CatchAll {

    /** Istio ranks any path of another form, and any longer expression, above this one. */
    private static final String ANY = ".*";

    private CatchAll() {}

    static ObjectNode of(RouteRequest request) {
        boolean istio = request.mesh().istio();
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        ObjectNode path = rule.putArray("matches").addObject().putObject("path");
        path.put("type", istio ? "RegularExpression" : "PathPrefix").put("value", istio ? ANY : "/");
        rule.set(
                "backendRefs",
                HttpRoutePerSandbox.backend(request.name(), request.form().backendPort()));
        return rule;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.SandboxRoute;
import java.util.Collection;

/** What is told of routes that are not live in time. */
final class LateRoutes {

    private LateRoutes() {}

    /**
     * Returns the message.
     *
     * @param within how long was waited
     * @param seen what was seen instead
     * @param routes the routes: what was assumed for one of them may be the cause
     */
    static String message(
            RoutingKey key, String namespace, String within, String seen, Collection<SandboxRoute> routes) {
        String assumed = routes.stream()
                .map(SandboxRoute::assumption)
                .filter(assumption -> !assumption.isEmpty())
                .findFirst()
                .map(". Or the plan assumed what does not hold: "::concat)
                .orElse("");
        return "Routes of sandbox [%s] in namespace [%s] are not live %s: %s. Check that the mesh's control plane runs and watches this namespace, or give it longer with timeout%s"
                .formatted(key, namespace, within, seen, assumed);
    }
}

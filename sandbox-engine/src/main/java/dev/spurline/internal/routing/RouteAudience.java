// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.Optional;
import java.util.Set;

/**
 * Whose proxies follow a route.
 *
 * @param only the namespace of the callers; empty means those of all namespaces
 * @param except namespaces whose callers follow routes of their own instead
 */
public record RouteAudience(Optional<String> only, Set<String> except) {

    /** The proxies of gateways, which are none of a caller's. */
    public static final RouteAudience GATEWAYS = new RouteAudience(Optional.of(""), Set.of());

    /** Copies the set. */
    public RouteAudience {
        except = Set.copyOf(except);
    }

    /** Returns whether callers in a namespace follow the route. */
    public boolean has(String namespace) {
        return only.map(namespace::equals).orElseGet(() -> !except.contains(namespace));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.Optional;
import java.util.Set;

/**
 * Whose proxies follow a route.
 *
 * @param only the namespace of the callers; empty means those of all namespaces
 * @param except namespaces whose callers follow routes of their own instead
 * @param gateways the gateway pods that follow it instead of callers, as far as they are known, as {@code namespace/name};
 *     empty if callers follow it
 */
public record RouteAudience(Optional<String> only, Set<String> except, Optional<Set<String>> gateways) {

    /** Copies the sets. */
    public RouteAudience {
        except = Set.copyOf(except);
        gateways = gateways.map(Set::copyOf);
    }

    /** Callers in all namespaces but some, or in one. */
    public RouteAudience(Optional<String> only, Set<String> except) {
        this(only, except, Optional.empty());
    }

    /** The proxies of gateways, which are none of a caller's. */
    static RouteAudience ofGateways(Set<String> pods) {
        return new RouteAudience(Optional.empty(), Set.of(), Optional.of(pods));
    }

    /** Returns whether callers in a namespace follow the route. */
    public boolean has(String namespace) {
        return gateways.isEmpty() && only.map(namespace::equals).orElseGet(() -> !except.contains(namespace));
    }
}

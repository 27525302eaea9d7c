// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.LinkerdRoutes;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes that Linkerd's policy controller has told the proxies of. It reads back that a route is accepted before it takes
 * it, which it then tells them after a while. If it cannot express a route it goes on with what it had of it.
 *
 * <p>Source: apply in {@code policy-controller/k8s/index/src/outbound/index.rs} of linkerd2. Measured: 10 to 110 ms pass
 * between what the status says and what the proxies do. Belongs to one thread.
 */
final class LinkerdRouteIndex {

    private static final long DELAY = Duration.ofMillis(110).toNanos();

    private final LongSupplier nanos;
    private Map<String, IndexedRoute> known = new HashMap<>();
    /** Those that were taken and held back. */
    private List<IndexedRoute> held = List.of();

    private volatile boolean delays;

    /**
     * One that has been taken.
     *
     * @param told when the proxies know it
     */
    private record IndexedRoute(MeshRoute route, long told) {}

    LinkerdRouteIndex(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** From now on the proxies learn of a route only a while after it was accepted; until then, at once. */
    void beginDelay() {
        delays = true;
    }

    /**
     * Takes what there is now.
     *
     * @param accepted all routes by their identity, each with those of its parents that are accepted
     * @return those that the proxies know
     */
    List<MeshRoute> take(Map<String, MeshRoute> accepted) {
        Map<String, IndexedRoute> now = new LinkedHashMap<>();
        accepted.forEach((identity, route) -> {
            IndexedRoute taken = taken(route, known.get(identity));
            if (taken != null) {
                now.put(identity, taken);
            }
        });
        known = now;
        long moment = nanos.getAsLong();
        held = now.values().stream().filter(route -> route.told() - moment > 0).toList();
        return now.values().stream()
                .filter(route -> route.told() - moment <= 0)
                .map(IndexedRoute::route)
                .toList();
    }

    private @Nullable IndexedRoute taken(MeshRoute route, @Nullable IndexedRoute before) {
        if (!LinkerdRoutes.converts(route)) {
            return before;
        }
        if (route.parents().isEmpty()) {
            return null;
        }
        long told = before == null ? nanos.getAsLong() + (delays ? DELAY : 0) : before.told();
        return new IndexedRoute(route, told);
    }

    /** Returns the nanoseconds until the proxies learn of the next route that is held back, 0 if it is time; empty if none is. */
    OptionalLong next() {
        long now = nanos.getAsLong();
        return held.stream().mapToLong(route -> Math.max(0, route.told() - now)).min();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.LinkerdRoutes;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
        Map<String, IndexedRoute> now = new HashMap<>();
        List<MeshRoute> told = new ArrayList<>();
        accepted.forEach((identity, route) -> {
            IndexedRoute taken = taken(route, known.get(identity));
            if (taken != null) {
                now.put(identity, taken);
                if (waits(taken) == 0) {
                    told.add(taken.route());
                }
            }
        });
        known = now;
        return told;
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

    private long waits(IndexedRoute route) {
        return Math.max(0, route.told() - nanos.getAsLong());
    }

    /** Returns the nanoseconds until the proxies learn of the next route; empty if they know all. */
    OptionalLong next() {
        return known.values().stream()
                .mapToLong(this::waits)
                .filter(left -> left > 0)
                .min();
    }
}

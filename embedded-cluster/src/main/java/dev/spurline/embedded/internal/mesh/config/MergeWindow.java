// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the endpoints that a proxy was told of are those among which it shares out requests. An endpoint that comes or goes
 * counts at once. A change of health alone, if it comes within {@code update_merge_window} of the last change, is held back
 * by that window and merged with those that follow: Envoy, source/common/upstream/cluster_manager_impl.cc, scheduleUpdate.
 * All proxies of a cluster are taken for one, as they are told of an endpoint at the same time.
 */
final class MergeWindow {

    /** Envoy's default, which Istio leaves as it is. */
    private static final long WINDOW = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final Map<ServicePort, PortWindow> ports = new HashMap<>();

    /**
     * Starts without any endpoint.
     *
     * @param nanos the time
     */
    MergeWindow(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns what the proxies have now that they were told of these endpoints. */
    Map<ServicePort, PortEndpoints> told(Map<ServicePort, PortEndpoints> endpoints) {
        ports.keySet().retainAll(endpoints.keySet());
        Map<ServicePort, PortEndpoints> had = new HashMap<>();
        long now = nanos.getAsLong();
        endpoints.forEach((port, told) -> had.put(
                port, ports.computeIfAbsent(port, key -> new PortWindow()).told(told, now)));
        return had;
    }

    /** Returns the nanoseconds until the next change that is held back counts. */
    OptionalLong next() {
        long now = nanos.getAsLong();
        return ports.values().stream()
                .filter(port -> port.held)
                .mapToLong(port -> Math.max(0, port.due - now))
                .min();
    }

    /** The endpoints of one port; to Envoy, a cluster. */
    private static final class PortWindow {

        private @Nullable PortEndpoints last;
        private boolean changed;
        private long changedAt;
        private boolean held;
        private long due;

        PortEndpoints told(PortEndpoints told, long now) {
            PortEndpoints before = last;
            if (before != null) {
                update(before, told, now);
            }
            last = held && before != null ? told.balancing(before.balanced()) : told;
            return last;
        }

        private void update(PortEndpoints before, PortEndpoints told, long now) {
            boolean members = !told.addresses().equals(before.addresses());
            boolean health = !told.readyAddresses().equals(before.readyAddresses());
            if (members || (held && now - due >= 0)) {
                apply(now);
            } else if (health && !held) {
                hold(now);
            }
        }

        private void hold(long now) {
            if (changed && now - changedAt <= WINDOW) {
                held = true;
                due = now + WINDOW;
            } else {
                apply(now);
            }
        }

        private void apply(long now) {
            held = false;
            changed = true;
            changedAt = now;
        }
    }
}

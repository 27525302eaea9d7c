// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the ready endpoints of each port in turn. */
final class LoadBalancer {

    private final Map<ServicePort, AtomicInteger> turns = new ConcurrentHashMap<>();

    /**
     * Picks an endpoint.
     *
     * @param port what they answer for
     * @param ready those to choose from
     * @param tried endpoints to avoid as long as there is another
     * @return an endpoint, or empty if none is ready
     */
    Optional<PodEndpoint> pick(ServicePort port, List<PodEndpoint> ready, Collection<PodEndpoint> tried) {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        int turn = turns.computeIfAbsent(port, key -> new AtomicInteger()).getAndIncrement();
        for (int offset = 0; offset < ready.size(); offset++) {
            PodEndpoint endpoint = ready.get(Math.floorMod(turn + offset, ready.size()));
            if (!tried.contains(endpoint)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.of(ready.get(Math.floorMod(turn, ready.size())));
    }
}

/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.Endpoint;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
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
     * @param tried endpoints to avoid as long as there is another
     * @return an endpoint, or empty if none is ready
     */
    Optional<Endpoint> pick(MeshConfig config, ServicePort port, Collection<Endpoint> tried) {
        List<Endpoint> ready = config.endpoints(port);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        int turn = turns.computeIfAbsent(port, key -> new AtomicInteger()).getAndIncrement();
        for (int offset = 0; offset < ready.size(); offset++) {
            Endpoint endpoint = ready.get(Math.floorMod(turn + offset, ready.size()));
            if (!tried.contains(endpoint)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.of(ready.get(Math.floorMod(turn, ready.size())));
    }
}

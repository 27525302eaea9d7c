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
package dev.spurline.embedded.internal.apiserver.registry;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Hands out the ports of nodes from Kubernetes' usual range. */
final class NodePorts {

    private static final int FIRST = 30000;
    private static final int LAST = 32767;

    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (taken.add(port)) {
                return port;
            }
        }
    }

    /** Takes a given port; returns why that is impossible. */
    Optional<String> take(int port) {
        if (port < FIRST || port > LAST) {
            return Optional.of("provided port is not in the valid range. The range of valid ports is %d-%d"
                    .formatted(FIRST, LAST));
        }
        return taken.add(port) ? Optional.empty() : Optional.of("provided port is already allocated");
    }

    void release(int port) {
        taken.remove(port);
    }
}

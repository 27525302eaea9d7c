// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out the ports of nodes from Kubernetes' usual range.
 *
 * <p>Source: kubernetes.io/docs/concepts/services-networking/service/#type-nodeport.
 */
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

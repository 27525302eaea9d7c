// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out the addresses of Services from 10.96.0.0/12.
 *
 * <p>Source: kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation.
 */
final class ClusterIps {

    private static final int FIRST = (10 << 24) | (96 << 16);
    private static final int SIZE = 1 << 20;

    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger last = new AtomicInteger(10);

    String next() {
        while (true) {
            String address = address(last.incrementAndGet() % SIZE);
            if (!address.endsWith(".0") && !address.endsWith(".255") && taken.add(address)) {
                return address;
            }
        }
    }

    /** Takes a given address; returns why that is impossible. */
    Optional<String> take(String address) {
        if (!inRange(address)) {
            return Optional.of("failed to allocate IP %s: the provided network does not match the current range"
                    .formatted(address));
        }
        return taken.add(address)
                ? Optional.empty()
                : Optional.of("failed to allocate IP %s: provided IP is already allocated".formatted(address));
    }

    void release(String address) {
        taken.remove(address);
    }

    private static boolean inRange(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("10")) {
            return false;
        }
        int second = Integer.parseInt(parts[1]);
        return second >= 96 && second < 112;
    }

    private static String address(int offset) {
        int ip = FIRST + offset;
        return "%d.%d.%d.%d".formatted(ip >>> 24, ip >>> 16 & 255, ip >>> 8 & 255, ip & 255);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import java.util.HashSet;
import java.util.Set;

/** Hands out the fictitious addresses of pods, 10.244.0.2 to 10.244.255.254, in turn. */
public final class PodAddresses {

    private static final int FIRST = 2;
    private static final int LAST = 0xFFFE;

    private final Set<String> taken = new HashSet<>();
    private int newest = FIRST - 1;

    public synchronized String take() {
        for (int attempt = 0; attempt <= LAST; attempt++) {
            newest = newest >= LAST ? FIRST : newest + 1;
            String address = "10.244.%d.%d".formatted(newest >> 8, newest & 0xFF);
            boolean usable = (newest & 0xFF) != 0 && (newest & 0xFF) != 0xFF;
            if (usable && taken.add(address)) {
                return address;
            }
        }
        throw new IllegalStateException("All pod addresses of 10.244.0.0/16 are taken");
    }

    public synchronized void giveBack(String address) {
        taken.remove(address);
    }
}

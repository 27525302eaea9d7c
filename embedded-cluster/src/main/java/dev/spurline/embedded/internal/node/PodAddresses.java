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
package dev.spurline.embedded.internal.node;

import java.util.HashSet;
import java.util.Set;

/** Hands out the fictitious addresses of pods, 10.244.0.2 to 10.244.255.254, in turn. */
final class PodAddresses {

    private static final int FIRST = 2;
    private static final int LAST = 0xFFFE;

    private final Set<String> taken = new HashSet<>();
    private int newest = FIRST - 1;

    synchronized String take() {
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

    synchronized void giveBack(String address) {
        taken.remove(address);
    }
}

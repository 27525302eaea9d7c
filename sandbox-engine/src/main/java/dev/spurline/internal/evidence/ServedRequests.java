// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import java.util.HashMap;
import java.util.Map;

/** How many requests a fork has served since its sandbox was handed over. */
sealed interface ServedRequests {

    /**
     * The proxy says so.
     *
     * @param requests the requests
     * @param byTest those of them whose test the proxy's labels tell, by the test's number
     */
    record Known(long requests, Map<Integer, Long> byTest) implements ServedRequests {

        static final Known NOTHING = new Known(0, Map.of());

        /** Copies the map. */
        public Known {
            byTest = Map.copyOf(byTest);
        }

        Known plus(Known other) {
            Map<Integer, Long> both = new HashMap<>(byTest);
            other.byTest.forEach((test, count) -> both.merge(test, count, Long::sum));
            return new Known(requests + other.requests, both);
        }
    }

    /**
     * It cannot be read.
     *
     * @param reason why
     */
    record Unknown(String reason) implements ServedRequests {}
}

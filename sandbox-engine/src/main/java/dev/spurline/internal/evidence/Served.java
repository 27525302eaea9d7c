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
package dev.spurline.internal.evidence;

import java.util.HashMap;
import java.util.Map;

/** How many requests a pod has served since it started. */
sealed interface Served {

    /**
     * The proxy says so.
     *
     * @param requests the requests
     * @param byTest those of them whose test the proxy's labels tell, by the test's number
     */
    record Known(long requests, Map<Integer, Long> byTest) implements Served {

        static final Known NOTHING = new Known(0, Map.of());

        /** Returns what was served since; a proxy that was restarted counts from zero again. */
        Known since(Known before) {
            if (requests < before.requests) {
                return this;
            }
            Map<Integer, Long> newer = new HashMap<>(byTest);
            before.byTest.forEach((test, count) -> newer.merge(test, -count, Long::sum));
            newer.values().removeIf(count -> count <= 0);
            return new Known(requests - before.requests, newer);
        }
    }

    /**
     * It cannot be read.
     *
     * @param reason why
     */
    record Unknown(String reason) implements Served {}
}

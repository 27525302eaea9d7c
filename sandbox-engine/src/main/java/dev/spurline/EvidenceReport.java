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
package dev.spurline;

import java.util.List;
import java.util.OptionalLong;

/**
 * What proves that requests were served by the forks since the sandbox was handed over.
 *
 * @param forks one entry a fork, in the order of the spec
 * @since 0.1
 */
public record EvidenceReport(List<ForkEvidence> forks) {

    /** Copies the list. */
    public EvidenceReport {
        forks = List.copyOf(forks);
    }

    /**
     * What is known of one fork.
     *
     * @param fork the fork
     * @param direct requests that were sent through a tunnel that ends in the fork's pod
     * @param routed requests that the fork's proxy served; empty if that could not be read
     * @param reason why {@code routed} is empty; else an empty text
     */
    public record ForkEvidence(LiveFork fork, long direct, OptionalLong routed, String reason) {

        /** Returns whether at least one request is known to have been served by the fork. */
        public boolean reached() {
            return direct > 0 || routed.orElse(0) > 0;
        }

        /** Returns whether nothing is known: no direct request, and the proxy's count could not be read. */
        public boolean unknown() {
            return direct == 0 && routed.isEmpty();
        }
    }
}

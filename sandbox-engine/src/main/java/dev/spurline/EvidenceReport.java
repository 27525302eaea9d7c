// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.List;
import java.util.Map;
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
     * @param direct requests that were sent through a tunnel that ends in the fork's pod; of a CronJob's fork, how often it
     *     was run
     * @param routed requests that the fork's proxy is known to have served on the ports of the fork's Services, probes left
     *     aside; empty if the proxy does not tell
     * @param reason why {@code routed} is empty; else an empty text
     * @param byTest those of both kinds that are known to belong to a test, by the number that its requests carry in the
     *     baggage member {@code spurline-test}; a proxy tells it only if its metrics have a label that holds the header
     * @param hints what may keep requests from the fork, a sentence each: callers without a proxy, an ingress gateway
     *     through which the tests went
     */
    public record ForkEvidence(
            LiveFork fork,
            long direct,
            OptionalLong routed,
            String reason,
            Map<Integer, Long> byTest,
            List<String> hints) {

        /** Copies the collections. */
        public ForkEvidence {
            byTest = Map.copyOf(byTest);
            hints = List.copyOf(hints);
        }

        /** Says what is known of one fork where nothing is known to keep requests from it. */
        public ForkEvidence(LiveFork fork, long direct, OptionalLong routed, String reason, Map<Integer, Long> byTest) {
            this(fork, direct, routed, reason, byTest, List.of());
        }

        /** Returns the same with what may keep requests from the fork. */
        public ForkEvidence hinting(List<String> sentences) {
            return new ForkEvidence(fork, direct, routed, reason, byTest, sentences);
        }

        /** Returns how many requests of one test are known to have been served by the fork. */
        public long of(int test) {
            return byTest.getOrDefault(test, 0L);
        }

        /** Returns how many requests were served by the fork for tests that are not known. */
        public long untold() {
            long told = byTest.values().stream().mapToLong(Long::longValue).sum();
            return direct + routed.orElse(0) - told;
        }

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

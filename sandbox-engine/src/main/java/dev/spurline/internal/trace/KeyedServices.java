// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.plan.SandboxPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Services to which nothing but requests with the key are led, and in place of which others: those of forks, and the twins
 * of traced ones.
 *
 * @param key the key
 * @param baselines the Services that callers call, by those that requests with the key are led to, as {@code namespace/name}
 */
record KeyedServices(String key, Map<String, String> baselines) {

    /** Copies the map. */
    KeyedServices {
        baselines = Map.copyOf(baselines);
    }

    static KeyedServices of(SandboxPlan plan) {
        Map<String, String> baselines = new HashMap<>();
        plan.servingForks()
                .forEach(fork -> fork.services()
                        .forEach(service -> baselines.put(
                                fork.namespace() + "/" + service.fork(), fork.namespace() + "/" + service.baseline())));
        plan.traced().forEach(service -> baselines.put(service.namespace() + "/" + service.twin(), service.title()));
        return new KeyedServices(plan.key().value(), baselines);
    }

    /** Returns a counter of calls of a Service. */
    CallSeries series(String id, String called, long requests) {
        Optional<String> baseline = Optional.ofNullable(baselines.get(called));
        return new CallSeries(id, baseline.orElse(called), baseline.isPresent(), requests);
    }

    /**
     * Returns a counter of calls of a Service whose requests had some baggage.
     *
     * @param baggage the header, or whatever a proxy writes where there was none
     */
    CallSeries series(String id, String called, long requests, String baggage) {
        return new CallSeries(id, baselines.getOrDefault(called, called), baggage.contains(key), requests);
    }
}

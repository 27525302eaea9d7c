// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.Explanation;
import dev.spurline.SandboxException;
import dev.spurline.internal.work.ErrorMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Finds the Services to which requests with the key do not go as a trace has planned: a route of others may have come since,
 * which decides before that of the trace. Calls of such a Service are counted as calls without the key, whether they have it or
 * not.
 *
 * @param keyed the Services that requests with the key are led to
 * @param explain says where a request with the key goes from a workload to a Service, both as {@code namespace/name}
 */
record OutrankedRoutes(KeyedServices keyed, BiFunction<String, String, Explanation> explain) {

    /** Returns why it is not known whether Services were called with the key, by Service, as {@code namespace/name}. */
    Map<String, String> of(List<KeyPath.Loss> losses) {
        Map<String, String> outranked = new TreeMap<>();
        losses.forEach(loss -> loss.services()
                .forEach(service ->
                        reason(loss.workload(), service).ifPresent(reason -> outranked.put(service, reason))));
        return outranked;
    }

    private Optional<String> reason(String caller, String service) {
        try {
            Explanation explanation = explain.apply(caller, service);
            // The path of the call is not known: that no rule takes the one of the entry says nothing of it.
            boolean unmatched =
                    explanation.destinations().isEmpty() && explanation.winner().isEmpty();
            boolean asPlanned = !explanation.destinations().isEmpty()
                    && explanation.destinations().stream()
                            .allMatch(destination -> keyed.baselines().containsKey(destination.service()));
            return asPlanned || unmatched
                    ? Optional.empty()
                    : Optional.of("requests with the key go there %s, and not by the route of the trace"
                            .formatted(
                                    explanation.winner().map("by %s"::formatted).orElse("without a route")));
        } catch (SandboxException e) {
            return Optional.of("where requests with the key go cannot be told: " + ErrorMessage.of(e));
        }
    }
}

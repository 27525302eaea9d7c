// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often a rule of a VirtualService has attempts repeated.
 *
 * <p>Source: ConvertPolicy and parseRetryOn in istiod's {@code pilot/pkg/networking/core/route/retry/retry.go}.
 */
final class VirtualServiceRetries {

    private static final String BY_CODE = "retriable-status-codes";

    private VirtualServiceRetries() {}

    static RouteRule.Retry of(JsonNode retries) {
        int attempts = retries.path("attempts").asInt();
        if (attempts <= 0) {
            return RouteRule.Retry.NONE;
        }
        List<String> parts = Arrays.stream(retries.path("retryOn").asText().split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
        Set<Integer> codes = parts.stream()
                .filter(VirtualServiceRetries::isCode)
                .map(Integer::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        return new RouteRule.Retry(
                attempts,
                codes,
                parts.isEmpty() ? RouteRule.Retry.DEFAULT_CONDITIONS : conditions(parts, !codes.isEmpty()),
                VirtualServiceActions.duration(retries, "perTryTimeout"));
    }

    private static Set<String> conditions(List<String> parts, boolean byCode) {
        Set<String> conditions = new LinkedHashSet<>(parts);
        conditions.removeIf(VirtualServiceRetries::isCode);
        if (byCode) {
            conditions.add(BY_CODE);
        }
        return Collections.unmodifiableSet(conditions);
    }

    private static boolean isCode(String part) {
        return part.matches("[1-5][0-9]{2}");
    }
}

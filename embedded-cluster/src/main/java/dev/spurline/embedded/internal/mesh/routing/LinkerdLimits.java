// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The {@code timeout.linkerd.io} and {@code retry.linkerd.io} annotations of a route or a Service. The Service's are in force
 * where a rule has no time limit at all, or its route no retries.
 *
 * <p>Source: linkerd.io/2/reference/retries and /timeouts; {@code policy-controller/grpc/src/outbound/http.rs} of linkerd2.
 */
public record LinkerdLimits(Map<String, String> annotations) {

    private static final String TIMEOUT = "timeout.linkerd.io/";
    private static final String RETRY = "retry.linkerd.io/";

    /** Copies the map. */
    public LinkerdLimits {
        annotations = Map.copyOf(annotations);
    }

    /** Returns those annotations that set limits. */
    public static Map<String, String> annotations(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(TIMEOUT) || entry.getKey().startsWith(RETRY))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    boolean timed() {
        return any(TIMEOUT);
    }

    boolean retried() {
        return any(RETRY);
    }

    private boolean any(String prefix) {
        return annotations.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(annotations.get(TIMEOUT + "request"))
                .map(RouteReader::duration)
                .filter(duration -> !duration.isZero());
    }

    RouteRule.Retry retry() {
        int limit = number(annotations.getOrDefault(RETRY + "limit", "1"));
        return Optional.ofNullable(annotations.get(RETRY + "http"))
                .map(text -> new RouteRule.Retry(limit, codes(text)))
                .orElse(RouteRule.Retry.NONE);
    }

    private static Set<Integer> codes(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .flatMapToInt(LinkerdLimits::range)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static IntStream range(String condition) {
        if (condition.equalsIgnoreCase("5xx")) {
            return IntStream.range(500, 600);
        }
        if (condition.equalsIgnoreCase("gateway-error")) {
            return IntStream.rangeClosed(502, 504);
        }
        String[] ends = condition.split("-", 2);
        return IntStream.rangeClosed(number(ends[0]), number(ends[ends.length - 1]));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }
}

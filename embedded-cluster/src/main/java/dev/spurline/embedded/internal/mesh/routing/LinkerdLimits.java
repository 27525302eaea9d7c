// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@code timeout.linkerd.io} and {@code retry.linkerd.io} annotations of a route or a Service. The Service's are in force
 * where a rule has no time limit at all, or its route no retries.
 *
 * <p>Source: linkerd.io/2/reference/retries and /timeouts; {@code policy-controller/grpc/src/outbound/http.rs} of linkerd2.
 */
public record LinkerdLimits(Map<String, String> annotations) {

    private static final String TIMEOUT = "timeout.linkerd.io/";
    private static final String RETRY = "retry.linkerd.io/";
    private static final List<String> TIMEOUTS = List.of("request", "response", "idle");

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
        return TIMEOUTS.stream().anyMatch(name -> annotations.containsKey(TIMEOUT + name));
    }

    /** A limit of 0 and a time of nothing are none: parse_http_retry in {@code policy-controller/k8s/index/src/outbound}. */
    boolean retried() {
        return limit().isPresent()
                || attemptTimeout().isPresent()
                || annotations.containsKey(RETRY + "http")
                || annotations.containsKey(RETRY + "grpc");
    }

    /** The whole exchange may take that long, whether the limit is one of the request or of the response. */
    Optional<Duration> timeout(Optional<Duration> ofRule) {
        return Stream.of(duration(TIMEOUT + "request").or(() -> ofRule), duration(TIMEOUT + "response"))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** Returns how long the body of an answer may pause. */
    Optional<Duration> idle() {
        return duration(TIMEOUT + "idle");
    }

    private Optional<Duration> attemptTimeout() {
        return duration(RETRY + "timeout");
    }

    private Optional<Duration> duration(String name) {
        return Optional.ofNullable(annotations.get(name))
                .map(RouteReader::duration)
                .filter(duration -> !duration.isZero());
    }

    private Optional<Integer> limit() {
        return Optional.ofNullable(annotations.get(RETRY + "limit"))
                .map(LinkerdLimits::number)
                .filter(limit -> limit > 0);
    }

    /**
     * Besides what it is told to repeat, the proxy repeats what the backend has not begun and what takes longer than an attempt
     * may.
     *
     * <p>Source: retryable_error in {@code linkerd/app/outbound/src/http/logical/policy/route/retry.rs} of linkerd2-proxy.
     */
    RouteRule.Retry retry() {
        if (!retried()) {
            return RouteRule.Retry.NONE;
        }
        Set<String> conditions = new HashSet<>(Set.of("refused-stream", RouteRule.Retry.TIMEOUT));
        conditions.addAll(list(RETRY + "grpc"));
        Set<Integer> codes = list(RETRY + "http").stream()
                .flatMapToInt(LinkerdLimits::range)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
        return new RouteRule.Retry(limit().orElse(1), codes, Set.copyOf(conditions), attemptTimeout());
    }

    private List<String> list(String name) {
        return Optional.ofNullable(annotations.get(name))
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
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

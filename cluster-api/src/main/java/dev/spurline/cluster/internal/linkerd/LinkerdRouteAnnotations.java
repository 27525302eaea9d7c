// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.linkerd;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The annotations of a route from which Linkerd takes timeouts and retries. Its controller follows no route with one that it
 * cannot read, and says so only in its log.
 *
 * <p>Source: {@code parse_timeouts} and {@code parse_duration} in {@code policy-controller/k8s/index/src/outbound/index.rs},
 * {@code parse_http_retry} and {@code parse_grpc_retry} beside it, of linkerd2.
 */
public final class LinkerdRouteAnnotations {

    private static final String TIMEOUT = "timeout.linkerd.io/";
    private static final String RETRY = "retry.linkerd.io/";
    private static final Pattern DURATION = Pattern.compile("0+|[0-9]{1,12}(ms|s|m|h|d)");
    private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final Set<String> CALLS =
            Set.of("cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable");
    private static final int MOST_RETRIES = 65_535;

    private LinkerdRouteAnnotations() {}

    /**
     * Returns the first annotation that cannot be read, as {@code name: value}.
     *
     * @param grpc whether the route is a GRPCRoute: each kind has conditions of its own for retries
     */
    public static Optional<String> unreadable(Map<String, String> annotations, boolean grpc) {
        return Stream.of(
                        unreadable(annotations, TIMEOUT + "response", LinkerdRouteAnnotations::isDuration),
                        unreadable(annotations, TIMEOUT + "request", LinkerdRouteAnnotations::isDuration),
                        unreadable(annotations, TIMEOUT + "idle", LinkerdRouteAnnotations::isDuration),
                        unreadable(annotations, RETRY + "limit", LinkerdRouteAnnotations::isLimit),
                        unreadable(annotations, RETRY + "timeout", LinkerdRouteAnnotations::isDuration),
                        grpc
                                ? unreadable(annotations, RETRY + "grpc", LinkerdRouteAnnotations::areCalls)
                                : unreadable(annotations, RETRY + "http", LinkerdRouteAnnotations::areStatuses))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unreadable(
            Map<String, String> annotations, String name, Predicate<String> readable) {
        return Optional.ofNullable(annotations.get(name))
                .filter(readable.negate())
                .map(value -> name + ": " + value);
    }

    private static boolean isDuration(String text) {
        return DURATION.matcher(text.strip()).matches();
    }

    private static boolean isLimit(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MOST_RETRIES;
    }

    private static boolean areCalls(String text) {
        return Stream.of(text.split(",", -1)).allMatch(item -> CALLS.contains(item.toLowerCase(Locale.ROOT)));
    }

    private static boolean areStatuses(String text) {
        return Stream.of(text.split(",", -1)).allMatch(LinkerdRouteAnnotations::isStatus);
    }

    private static boolean isStatus(String item) {
        Matcher status = STATUS.matcher(item);
        return item.equalsIgnoreCase("5xx")
                || item.equalsIgnoreCase("gateway-error")
                || (status.matches()
                        && (status.group(2) == null || status.group(1).compareTo(status.group(2)) <= 0));
    }
}

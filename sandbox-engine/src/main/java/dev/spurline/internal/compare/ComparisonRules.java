// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.ComparedRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of two answers has to be the same.
 *
 * @param ignored places that are not compared, nor anything within them
 * @param compared headers that are compared although they usually are not
 * @param unordered arrays in which the order makes no difference
 * @param tolerances how far numbers may be from each other
 */
record ComparisonRules(
        List<PlacePattern> ignored,
        List<PlacePattern> compared,
        List<PlacePattern> unordered,
        List<Tolerance> tolerances) {

    /**
     * Headers that differ for other reasons than what a fork does: they tell of the moment, the way, or the length and
     * identity of a body that is compared itself; Spurline's own routes set {@code cache-control}.
     */
    private static final List<PlacePattern> USUALLY_IGNORED = Stream.of(
                    "age",
                    "b3",
                    "cache-control",
                    "connection",
                    "content-digest",
                    "content-length",
                    "content-md5",
                    "date",
                    "digest",
                    "etag",
                    "expires",
                    "keep-alive",
                    "l5d-*",
                    "last-modified",
                    "repr-digest",
                    "server-timing",
                    "traceparent",
                    "tracestate",
                    "transfer-encoding",
                    "via",
                    "x-b3-*",
                    "x-correlation-id",
                    "x-envoy-*",
                    "x-request-id",
                    "x-response-time",
                    "x-runtime")
            .map(PlacePattern::header)
            .toList();

    /** Copies the lists. */
    ComparisonRules {
        ignored = List.copyOf(ignored);
        compared = List.copyOf(compared);
        unordered = List.copyOf(unordered);
        tolerances = List.copyOf(tolerances);
    }

    /**
     * How far numbers may be from each other.
     *
     * @param place where
     * @param by how far, not negative
     */
    record Tolerance(PlacePattern place, BigDecimal by) {}

    /** Returns what a request asks for. */
    static ComparisonRules of(ComparedRequest request) {
        return new ComparisonRules(
                patterns(request.ignored()),
                patterns(request.comparedHeaders()),
                patterns(request.unordered()),
                request.tolerances().entrySet().stream()
                        .map(given ->
                                new Tolerance(PlacePattern.parse(given.getKey()), BigDecimal.valueOf(given.getValue())))
                        .toList());
    }

    private static List<PlacePattern> patterns(List<String> places) {
        return places.stream().map(PlacePattern::parse).toList();
    }

    boolean ignores(AnswerPath path) {
        return any(ignored, path) || (path.isHeader() && any(USUALLY_IGNORED, path) && !any(compared, path));
    }

    boolean isUnordered(AnswerPath path) {
        return any(unordered, path);
    }

    /** Returns how far a number may be from another one; of several tolerances the last. */
    Optional<BigDecimal> tolerance(AnswerPath path) {
        return tolerances.stream()
                .filter(tolerance -> tolerance.place().matches(path))
                .reduce((earlier, later) -> later)
                .map(Tolerance::by);
    }

    private static boolean any(List<PlacePattern> places, AnswerPath path) {
        return places.stream().anyMatch(place -> place.matches(path));
    }
}

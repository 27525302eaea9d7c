// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.internal.compare.ComparisonTable;
import dev.spurline.internal.compare.DifferencePlaces;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a request was answered without the key, by the baseline, and with it. Made by {@link
 * LiveSandbox#compare(ComparedRequest)}.
 *
 * @param request the request
 * @param baseline what the baseline answered first, before the request with the key
 * @param baselineAgain what the baseline answered after it
 * @param fork what was answered to the request with the key
 * @param differences what the answer to the request with the key has otherwise than the baseline's, in the order of its status,
 *     headers and body; without secrets of the sandbox
 * @param varying where the baseline's answers differ from each other: places where any value of the same type passes
 * @since 0.1
 */
public record Comparison(
        ComparedRequest request,
        Answer baseline,
        Answer baselineAgain,
        Answer fork,
        List<Difference> differences,
        List<String> varying) {

    /** Copies the lists. */
    public Comparison {
        differences = List.copyOf(differences);
        varying = List.copyOf(varying);
    }

    /**
     * An answer.
     *
     * @param status the status code
     * @param headers the values by name, in lower case
     * @param body the body as text, where the address of the way in is the Service's name; of bytes that are no text their
     *     number and SHA-256. {@link #toString()} leaves it out, as headers, for they may tell a secret
     * @param took how long it took from the request until the last byte; for the first request on a way with the time to connect
     */
    public record Answer(int status, Map<String, List<String>> headers, String body, Duration took) {

        /** Copies the map. */
        public Answer {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Answer[%d after %d ms]".formatted(status, took.toMillis());
        }
    }

    /**
     * A difference.
     *
     * @param place where: {@code status}, {@code header etag}, {@code $.items[0].id} in a JSON body, {@code line 3} of a text,
     *     or {@code body}
     * @param baseline what the baseline has there, as JSON; {@code (nothing)} if nothing
     * @param fork what the answer to the request with the key has there, as JSON; {@code (nothing)} if nothing
     */
    public record Difference(String place, String baseline, String fork) {}

    /** Returns whether there is no difference. */
    public boolean matches() {
        return differences.isEmpty();
    }

    /**
     * Returns the differences at a place or within it.
     *
     * @param place as for {@link ComparedRequest#ignoring}
     * @throws IllegalArgumentException if it names no place of an answer
     */
    public List<Difference> differencesAt(String place) {
        return DifferencePlaces.of(List.of(place)).within(differences);
    }

    /**
     * Returns the differences that are neither at one of some places nor within it.
     *
     * @param places as for {@link ComparedRequest#ignoring}
     * @throws IllegalArgumentException if one names no place of an answer
     */
    public List<Difference> differencesOutside(Collection<String> places) {
        return DifferencePlaces.of(places).outside(differences);
    }

    /** Returns the differences side by side, what varies by itself, and how long the answers took. */
    @Override
    public String toString() {
        return ComparisonTable.text(this);
    }
}

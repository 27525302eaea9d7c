// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.Comparison.Difference;
import java.util.Collection;
import java.util.List;

/**
 * Tells the differences at some places from all others.
 *
 * @param places the places
 */
public record DifferencePlaces(List<PlacePattern> places) {

    /** Copies the list. */
    public DifferencePlaces {
        places = List.copyOf(places);
    }

    /**
     * Reads what a user has written.
     *
     * @throws IllegalArgumentException if one names no place of an answer
     */
    public static DifferencePlaces of(Collection<String> places) {
        return new DifferencePlaces(places.stream().map(PlacePattern::parse).toList());
    }

    /** Returns the differences at these places and within them. */
    public List<Difference> within(List<Difference> differences) {
        return differences.stream().filter(this::covers).toList();
    }

    /** Returns all other differences. */
    public List<Difference> outside(List<Difference> differences) {
        return differences.stream().filter(difference -> !covers(difference)).toList();
    }

    private boolean covers(Difference difference) {
        AnswerPath path = PlacePattern.parse(difference.place()).path();
        return places.stream().anyMatch(place -> place.covers(path));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds for each element of one array its like in another one, whatever their order. As many as possible get one that is the
 * same; with tolerances an element may be the same as several, so that the first one that fits need not be the right one. What
 * is left gets the one that differs from it in the fewest places.
 */
final class ElementMatching {

    private static final int NONE = -1;

    private final ComparisonRules rules;
    private final AnswerPath array;
    private final List<JsonNode> elements;
    private final List<JsonNode> others;

    /** Which of the elements has one of the others, by number of the other. */
    private final int[] owner;

    /** Which of the others an element has, by number of the element. */
    private final int[] partner;

    /**
     * Finds them.
     *
     * @param array where the arrays stand
     * @param elements what gets a like
     * @param others what is given to them
     */
    ElementMatching(ComparisonRules rules, AnswerPath array, List<JsonNode> elements, List<JsonNode> others) {
        this.rules = rules;
        this.array = array;
        this.elements = elements;
        this.others = others;
        this.owner = new int[others.size()];
        this.partner = new int[elements.size()];
        Arrays.fill(owner, NONE);
        Arrays.fill(partner, NONE);
        matchSame();
        matchNearest();
    }

    /** Returns the others in the order of the elements, a missing node where one has none, and those without an element last. */
    List<JsonNode> arranged() {
        List<JsonNode> arranged = new ArrayList<>();
        for (int other : partner) {
            arranged.add(other == NONE ? MissingNode.getInstance() : others.get(other));
        }
        free().forEach(other -> arranged.add(others.get(other)));
        return arranged;
    }

    private void matchSame() {
        for (int element = 0; element < partner.length; element++) {
            int wanting = element;
            free().filter(other -> isSame(wanting, other)).findFirst().ifPresent(other -> give(other, wanting));
        }
        for (int element = 0; element < partner.length; element++) {
            if (partner[element] == NONE) {
                askOwners(element);
            }
        }
    }

    private boolean isSame(int element, int other) {
        return distance(element, other) == 0;
    }

    private void give(int other, int element) {
        owner[other] = element;
        partner[element] = other;
    }

    /** An element takes what another has, if that finds something else: the shortest augmenting path (Kuhn), not the first. */
    private void askOwners(int start) {
        int[] askers = new int[others.size()];
        Arrays.fill(askers, NONE);
        Deque<Integer> asking = new ArrayDeque<>(List.of(start));
        while (!asking.isEmpty()) {
            int element = asking.remove();
            for (int other = 0; other < askers.length; other++) {
                if (askers[other] == NONE && isSame(element, other)) {
                    askers[other] = element;
                    if (owner[other] == NONE) {
                        handOver(other, askers);
                        return;
                    }
                    asking.add(owner[other]);
                }
            }
        }
    }

    private void handOver(int free, int[] askers) {
        int given = free;
        while (given != NONE) {
            int element = askers[given];
            int before = partner[element];
            give(given, element);
            given = before;
        }
    }

    private void matchNearest() {
        for (int element = 0; element < partner.length; element++) {
            int wanting = element;
            if (partner[element] == NONE) {
                free().boxed()
                        .min(Comparator.comparingInt(other -> distance(wanting, other)))
                        .ifPresent(other -> give(other, wanting));
            }
        }
    }

    private IntStream free() {
        return IntStream.range(0, owner.length).filter(other -> owner[other] == NONE);
    }

    private int distance(int element, int other) {
        return TreeComparison.distance(rules, array.element(element), elements.get(element), others.get(other));
    }
}

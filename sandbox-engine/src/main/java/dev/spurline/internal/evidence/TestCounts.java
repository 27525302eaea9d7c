// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened in all, and for which test where that is known. */
public final class TestCounts {

    private final LongAdder all = new LongAdder();
    private final Map<Integer, LongAdder> tests = new ConcurrentHashMap<>();

    /** Counts one, for a test if that is known. */
    public void count(OptionalInt test) {
        // In this order: a reader must not see more for the tests than in all.
        all.increment();
        test.ifPresent(number ->
                tests.computeIfAbsent(number, first -> new LongAdder()).increment());
    }

    /** Returns the part of each test, by its number; the map is the caller's. */
    public Map<Integer, Long> byTest() {
        Map<Integer, Long> sums = new HashMap<>();
        tests.forEach((test, count) -> sums.put(test, count.sum()));
        return sums;
    }

    /** Returns how many there were in all. */
    public long sum() {
        return all.sum();
    }
}

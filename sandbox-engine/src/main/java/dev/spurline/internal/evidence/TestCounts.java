/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the assertions of a run; those of one test are all made, and fail it together. */
final class Tally {

    static final AtomicInteger PASSED = new AtomicInteger();
    static final AtomicInteger FAILED = new AtomicInteger();
    static final AtomicInteger NOT_RUN = new AtomicInteger();
    static final Set<String> UNVERIFIED = new ConcurrentSkipListSet<>();

    private final List<String> failures = new ArrayList<>();

    void same(String what, @Nullable Object expected, @Nullable Object actual) {
        that(Objects.equals(expected, actual), "%s: expected [%s], found [%s]".formatted(what, expected, actual));
    }

    void that(boolean holds, String what) {
        if (holds) {
            PASSED.incrementAndGet();
        } else {
            FAILED.incrementAndGet();
            failures.add(what);
        }
    }

    /** Fails the test if one of its assertions has failed. */
    void finish() {
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    static String line() {
        return "%d passed, %d failed".formatted(PASSED.get(), FAILED.get());
    }
}

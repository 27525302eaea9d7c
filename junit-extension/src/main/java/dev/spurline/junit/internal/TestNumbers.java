// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the tests that one sandbox, or one run, has: what requests carry so that it can be told whose they are. */
final class TestNumbers {

    private final AtomicInteger last = new AtomicInteger();
    private final AtomicInteger tests = new AtomicInteger();

    /** Returns a number for something that is no test. */
    int next() {
        return last.incrementAndGet();
    }

    /** Returns the number of a further test. */
    int nextTest() {
        tests.incrementAndGet();
        return next();
    }

    /** Returns how many tests have a number. */
    int tests() {
        return tests.get();
    }
}

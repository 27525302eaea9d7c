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
package dev.spurline.internal.work;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses that double, each shortened by chance, so that not all who lost the same server come back at once. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DoubleSupplier chance;
    private int failures;

    /** Begins without a failure; chance gives numbers from 0 to 1. */
    public Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** Returns how long to wait after one more failure. */
    public Duration next() {
        double whole = Math.min((double) LONGEST.toNanos(), FIRST.toNanos() * Math.pow(2, failures++));
        return Duration.ofNanos((long) (whole * (1 + chance.getAsDouble()) / 2));
    }

    /** Begins anew. */
    public void reset() {
        failures = 0;
    }
}

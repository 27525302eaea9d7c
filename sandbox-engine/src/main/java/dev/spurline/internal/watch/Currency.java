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
package dev.spurline.internal.watch;

import java.util.Collection;
import java.util.Comparator;

/**
 * Whether what a watch has told is what is.
 *
 * @param current whether nothing is known to be missed
 * @param proven the last {@link System#nanoTime()} at which the server showed that nothing was missed; it is at most a
 *     watch's length old while current, and what was derived from the view must not outlive it by more than a lease
 * @param reason why it is not current, for people; empty if it is
 */
public record Currency(boolean current, long proven, String reason) {

    static Currency current(long proven) {
        return new Currency(true, proven, "");
    }

    Currency lost(String why) {
        return new Currency(false, proven, why);
    }

    /** Returns the one to go by if all are needed: one that is lost, else the one that was proven longest ago. */
    public static Currency weakest(Collection<Currency> all) {
        return all.stream()
                .min(Comparator.comparing((Currency one) -> one.current)
                        .thenComparing((one, other) -> Long.signum(one.proven - other.proven)))
                .orElseGet(() -> current(System.nanoTime()));
    }
}

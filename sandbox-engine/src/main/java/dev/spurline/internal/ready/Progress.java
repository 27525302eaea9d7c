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
package dev.spurline.internal.ready;

import java.time.Duration;
import java.util.function.Consumer;

/** Says how a wait goes: first within a second, then on each change, else every 15 s. Not safe for several threads. */
final class Progress {

    private static final Duration FIRST = Duration.ofMillis(900);
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final Consumer<String> log;
    private final long start = System.nanoTime();
    private long due = start + FIRST.toNanos();
    private String told = "";

    Progress(Consumer<String> log) {
        this.log = log;
    }

    /** Tells where the wait stands, if that is due. */
    void tell(String state) {
        long now = System.nanoTime();
        boolean changed = !told.isEmpty() && !told.equals(state);
        if (now >= due || changed) {
            log.accept("%s (%.1f s)".formatted(state, (now - start) / 1e9));
            told = state;
            due = now + AGAIN.toNanos();
        }
    }

    /** Returns how long nothing need be told unless something changes. */
    Duration pause() {
        return Duration.ofNanos(Math.max(1_000_000, due - System.nanoTime()));
    }
}

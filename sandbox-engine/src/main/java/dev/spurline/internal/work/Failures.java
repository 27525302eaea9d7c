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

import java.util.ArrayList;
import java.util.List;

/** Collects what goes wrong while every part of a job is done all the same. Not safe for use by several threads. */
public final class Failures {

    private final List<RuntimeException> seen = new ArrayList<>();

    /** Returns what a failure began with: the last of its causes, or itself. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** Does a part, and remembers what it threw. */
    public void run(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            seen.add(e);
        }
    }

    /** Returns what went wrong, in order. */
    public List<RuntimeException> seen() {
        return List.copyOf(seen);
    }

    /** Throws the first failure, the others suppressed in it; does nothing if there was none. */
    public void rethrow() {
        if (seen.isEmpty()) {
            return;
        }
        RuntimeException first = seen.get(0);
        seen.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        throw first;
    }
}

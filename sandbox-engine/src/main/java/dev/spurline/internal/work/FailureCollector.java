// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what goes wrong while every part of a job is done all the same. Not safe for use by several threads. */
public final class FailureCollector {

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

    /** Returns the first failure, the others suppressed in it; empty if there was none. */
    public Optional<RuntimeException> failure() {
        Optional<RuntimeException> first = seen.stream().findFirst();
        first.ifPresent(failure ->
                seen.stream().skip(1).filter(other -> other != failure).forEach(failure::addSuppressed));
        return first;
    }

    /** Throws the first failure, the others suppressed in it; does nothing if there was none. */
    public void rethrow() {
        failure().ifPresent(failure -> {
            throw failure;
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Compares what is there before and after classes. Of classes that run at the same time nobody can say which of them has
 * left something: the last to end answers for all of them.
 */
final class ResidueComparison {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Duration grace;
    private final Residue first = Residue.now();
    private final Set<String> classes = new TreeSet<>();
    private Residue before = first;
    private int running;
    private boolean shared;

    /**
     * Remembers what is there before all classes.
     *
     * @param grace how long what was closed may take to end on a machine that has nothing else to do
     */
    ResidueComparison(Duration grace) {
        this.grace = grace;
    }

    /**
     * Takes notice of a class that begins.
     *
     * @param holds whether what it opens belongs to the run, and not to the class
     */
    synchronized void begin(String name, boolean holds) {
        if (running++ == 0) {
            classes.clear();
            shared = false;
            before = Residue.now();
        }
        classes.add(name);
        shared |= holds;
    }

    synchronized void end() {
        if (--running == 0) {
            String who = String.join(", ", classes);
            refuse(who, before, shared ? Residue::ofSandboxes : UnaryOperator.identity());
        }
    }

    /** After the last class, when all that belongs to the run has been closed. */
    synchronized void close() {
        refuse("The run", first, UnaryOperator.identity());
    }

    private void refuse(String who, Residue before, UnaryOperator<Residue> concerned) {
        Residue left = concerned.apply(Residue.now().since(before));
        // Looks and not seconds: where this JVM gets little of the processors, what ends gets no more than what looks.
        for (long looks = grace.dividedBy(LOOK); looks > 0 && !left.nothing(); looks--) {
            LockSupport.parkNanos(LOOK.toNanos());
            left = concerned.apply(Residue.now().since(before));
        }
        if (!left.nothing()) {
            AssertionError failure = new AssertionError("%s left in this JVM: %s".formatted(who, left));
            left.explain(failure);
            throw failure;
        }
    }
}

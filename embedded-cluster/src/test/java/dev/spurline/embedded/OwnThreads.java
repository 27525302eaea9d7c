// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * The threads that some work and what it starts have made, told from those of tests that run at the same time: a thread
 * belongs to the group of the one that made it.
 */
public final class OwnThreads {

    private final ThreadGroup group = new ThreadGroup("own-threads");

    /** Does the work in a thread of this group, and gives its result or its failure. */
    public <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(group, task, "own-work").start();
        return task.get();
    }

    /** The names of those that live and begin so. */
    public List<String> alive(String prefix) {
        Thread[] threads = new Thread[group.activeCount() * 2 + 16];
        int count = group.enumerate(threads);
        return Stream.of(threads)
                .limit(count)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}

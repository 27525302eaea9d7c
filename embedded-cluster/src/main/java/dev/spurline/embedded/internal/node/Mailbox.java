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
package dev.spurline.embedded.internal.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other on borrowed threads and, when there are none left, what follows from them. */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Executor threads;
    private final Runnable conclusion;
    private boolean running;

    Mailbox(Executor threads, Runnable conclusion) {
        this.threads = threads;
        this.conclusion = conclusion;
    }

    void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // The node is closed; nobody waits for what the task would have found out.
            LOG.trace("Dropped a task of a closed node", e);
        }
    }

    private void drain() {
        do {
            for (Runnable task = next(); task != null; task = next()) {
                attempt(task);
            }
            attempt(conclusion);
        } while (!finished());
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    private boolean finished() {
        synchronized (tasks) {
            running = !tasks.isEmpty();
            return !running;
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The node failed in its work on a pod", e);
        }
    }
}

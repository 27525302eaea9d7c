// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes an engine when the JVM ends by Ctrl-C or exit, and never holds that up for long. */
final class ExitHook {

    private static final Logger LOG = LoggerFactory.getLogger(ExitHook.class);
    private static final long LIMIT_MILLIS = 8_000;

    private final Thread hook;
    private final AtomicBoolean exiting = new AtomicBoolean();

    private ExitHook(String engine, Runnable close) {
        this.hook = new Thread(() -> run(engine, close), "spurline-exit-" + engine);
    }

    static ExitHook on(String engine, Runnable close) {
        ExitHook exit = new ExitHook(engine, close);
        Runtime.getRuntime().addShutdownHook(exit.hook);
        return exit;
    }

    private void run(String engine, Runnable close) {
        exiting.set(true);
        Thread closer = new Thread(close, "spurline-closer-" + engine);
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            LOG.warn("Sandboxes could not be closed within {} s; their anchor ends them", LIMIT_MILLIS / 1000);
        }
    }

    /** Forgets the engine, which is being closed. */
    void cancel() {
        if (!exiting.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is on its way out, and the hook with it.
                LOG.debug("Exit has begun", e);
            }
        }
    }
}

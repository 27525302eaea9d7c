// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine that may be needed before JUnit has a store which could hold it. Whoever needs it first connects it, all others
 * wait for that.
 */
final class RunEngine implements AutoCloseable {

    private final Supplier<SandboxEngine> connector;
    private @Nullable SandboxEngine engine;
    private boolean failed;
    private boolean closed;

    RunEngine(Supplier<SandboxEngine> connector) {
        this.connector = connector;
    }

    /** Returns the engine; connects it unless it is connected. One that could not be connected is tried again. */
    synchronized SandboxEngine get() {
        if (closed) {
            throw new SandboxException("The engine is closed: it opens no more sandboxes");
        }
        if (engine == null) {
            failed = true;
            engine = connector.get();
            failed = false;
        }
        return engine;
    }

    /** Returns the engine as {@link #get} does, if it can be had at the first attempt: for those who can do without. */
    synchronized Optional<SandboxEngine> find() {
        try {
            return failed ? Optional.empty() : Optional.of(get());
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Closes it; it is connected by nobody any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (engine != null) {
            engine.close();
        }
    }
}

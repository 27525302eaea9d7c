// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells, as a suppressed part of a failed test's exception, what the sandbox looked like at that moment. It is never thrown
 * by itself and has no stack trace.
 *
 * @since 0.1
 */
public final class SandboxDiagnostics extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Path> directory;

    /**
     * Tells what was seen.
     *
     * @param message a few lines for a person who has nothing else
     * @param directory where the plan, the forks' logs and their events were written to, if that was possible
     */
    public SandboxDiagnostics(String message, Optional<Path> directory) {
        super(message, null, false, false);
        this.directory = directory;
    }

    /** Returns where the plan, the forks' logs and their events were written to, if that was possible. */
    public Optional<Path> directory() {
        return directory;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.nio.file.Path;
import java.util.List;

/**
 * Tells, as a suppressed part of a failed test's exception, what the sandbox looked like at that moment. It is never thrown
 * by itself and has no stack trace.
 *
 * @since 0.1
 */
public final class SandboxDiagnostics extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Path> files;

    /**
     * Tells what was seen.
     *
     * @param message a few lines for a person who has nothing else
     * @param files the files that were written: plan, routes, logs, events, evidence; none if this JUnit has no output directory
     */
    public SandboxDiagnostics(String message, List<Path> files) {
        super(message, null, false, false);
        this.files = List.copyOf(files);
    }

    /** Returns the files that were written: plan, routes, logs, events, evidence; none if this JUnit has no output directory. */
    public List<Path> files() {
        return files;
    }
}

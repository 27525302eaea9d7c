// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.SandboxDiagnostics;
import java.util.Optional;

/**
 * Why a test failed, or a class, for reports.
 *
 * @param thrown what was thrown
 * @param diagnostics what the sandbox looked like then, if somebody looked
 */
record TestFailure(Throwable thrown, Optional<SandboxDiagnostics> diagnostics) {

    private static final int DEEPEST = 10;

    /** Returns the failure with what is suppressed in it. */
    static TestFailure of(Throwable thrown) {
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof SandboxDiagnostics diagnostics) {
                return new TestFailure(thrown, Optional.of(diagnostics));
            }
        }
        return new TestFailure(thrown, Optional.empty());
    }

    /** Returns what was thrown, with its causes, a line each. */
    String message() {
        StringBuilder message = new StringBuilder(text(thrown));
        Throwable cause = thrown.getCause();
        // Causes may be a circle.
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            message.append(System.lineSeparator()).append("Caused by ").append(text(cause));
        }
        return message.toString();
    }

    /** Returns what was thrown, which may be a class of the user's whose message cannot be asked. */
    static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            return thrown.getClass().getName() + ", whose message could not be read";
        }
    }

    /** Returns what the sandbox looked like, or nothing. */
    String diagnosis() {
        return diagnostics.map(Throwable::getMessage).orElse("");
    }

    /** Returns where plan, logs and events were written, or nothing. */
    String files() {
        return diagnostics
                .map(SandboxDiagnostics::files)
                .map(files -> new PublishedFiles(files).names())
                .orElse("");
    }
}

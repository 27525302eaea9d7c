// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.Diagnosis;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells, as a suppressed part of the exception that says why a sandbox could not be opened, what it looked like before it was
 * removed. It is never thrown by itself and has no stack trace.
 *
 * @since 0.1
 */
public final class OpeningDiagnosis extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    /** Tells what was seen, without secrets. */
    public OpeningDiagnosis(Diagnosis diagnosis) {
        super("What the sandbox looked like before it was removed is in diagnosis()", null, false, false);
        this.diagnosis = diagnosis;
    }

    /** Returns what was seen. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Returns what a failure tells of the sandbox; empty if there was nothing to look at yet. */
    public static Optional<Diagnosis> of(Throwable failure) {
        return Stream.of(failure.getSuppressed())
                .filter(OpeningDiagnosis.class::isInstance)
                .map(suppressed -> ((OpeningDiagnosis) suppressed).diagnosis)
                .findFirst();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Diagnosis;
import dev.spurline.LiveSandbox;
import dev.spurline.junit.SandboxDiagnostics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks at a sandbox when something went wrong. Whatever goes wrong here never hides the first failure. */
final class FailureDiagnostics {

    private FailureDiagnostics() {}

    /**
     * Looks.
     *
     * @param window how far back the forks' logs are of interest; empty: their last lines
     * @param undecided what could not be told of the forks that served the test
     */
    static SandboxDiagnostics of(
            ExtensionContext context, LiveSandbox sandbox, Optional<Duration> window, Optional<String> undecided) {
        try {
            Diagnosis diagnosis = window.map(sandbox::diagnosis).orElseGet(sandbox::diagnosis);
            Map<String, String> files = new LinkedHashMap<>();
            files.put("summary.txt", diagnosis.summary());
            files.putAll(diagnosis.files());
            Optional<Path> directory = ReportAttachments.publish(context, "spurline-" + sandbox.key(), files);
            return new SandboxDiagnostics(message(sandbox, diagnosis, undecided, directory), directory);
        } catch (RuntimeException e) {
            return new SandboxDiagnostics(
                    "Sandbox [%s] could not be examined: %s".formatted(sandbox.key(), e), Optional.empty());
        }
    }

    private static String message(
            LiveSandbox sandbox, Diagnosis diagnosis, Optional<String> undecided, Optional<Path> directory) {
        String where = directory
                .map("Plan, logs and events are in [%s]"::formatted)
                .orElse("Plan, logs and events are not written, because this JUnit has no output directory");
        return "Sandbox [%s] in namespace [%s]%n%s%n%s%s"
                .formatted(
                        sandbox.key(),
                        sandbox.namespace(),
                        diagnosis.summary().stripTrailing(),
                        undecided
                                .map(sentence -> sentence + System.lineSeparator())
                                .orElse(""),
                        where);
    }
}

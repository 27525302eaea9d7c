// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Diagnosis;
import dev.spurline.LiveFork;
import dev.spurline.LiveSandbox;
import dev.spurline.framework.DescribedSandbox;
import dev.spurline.junit.SandboxDiagnostics;
import dev.spurline.settings.Setting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at a sandbox when something went wrong, and leaves files and entries in JUnit's report. Whatever goes wrong here
 * never hides the first failure.
 */
final class FailureDiagnostics {

    private final ExtensionContext context;
    private final LiveSandbox sandbox;
    private final Duration opening;
    private final String evidence;

    /**
     * Prepares to look.
     *
     * @param context where files and entries go
     * @param sandbox the sandbox as its engine has it
     * @param opening how long it took until the tests had it
     * @param evidence what its forks have served by now
     */
    FailureDiagnostics(ExtensionContext context, LiveSandbox sandbox, Duration opening, String evidence) {
        this.context = context;
        this.sandbox = sandbox;
        this.opening = opening;
        this.evidence = DescribedSandbox.of(sandbox)
                .map(described -> described.withoutSecrets(evidence))
                .orElse(evidence);
    }

    /**
     * Looks.
     *
     * @param window how far back the forks' logs are of interest; empty: their last lines
     * @param undecided what could not be told of the forks that served the test
     */
    SandboxDiagnostics look(Optional<Duration> window, Optional<String> undecided) {
        try {
            Diagnosis diagnosis = window.map(sandbox::diagnosis).orElseGet(sandbox::diagnosis);
            PublishedFiles published = publish(diagnosis);
            return new SandboxDiagnostics(
                    DiagnosticsMessage.of(title(), diagnosis.summary(), undecided, published), published.paths());
        } catch (RuntimeException e) {
            return new SandboxDiagnostics(
                    "Sandbox [%s] could not be examined: %s".formatted(sandbox.key(), e), List.of());
        }
    }

    /** Tells what a sandbox looked like that could not be opened. */
    static SandboxDiagnostics ofOpening(ExtensionContext context, Diagnosis diagnosis) {
        PublishedFiles published = publish(context, "spurline-opening-", files(diagnosis));
        return new SandboxDiagnostics(
                DiagnosticsMessage.of(
                        "The sandbox before it was removed", diagnosis.summary(), Optional.empty(), published),
                published.paths());
    }

    private static Map<String, String> files(Diagnosis diagnosis) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("summary.txt", diagnosis.summary());
        files.putAll(diagnosis.files());
        return files;
    }

    private static PublishedFiles publish(ExtensionContext context, String prefix, Map<String, String> files) {
        PublishedFiles published = ReportAttachments.publish(context, prefix, files);
        if (Setting.ATTACHMENT_LINES.in(RunEngines.settings(context))) {
            ProgressReporter.attach(published.paths());
        }
        return published;
    }

    private String title() {
        return "Sandbox [%s] in namespace [%s]".formatted(sandbox.key(), sandbox.namespace());
    }

    private PublishedFiles publish(Diagnosis diagnosis) {
        Map<String, String> files = files(diagnosis);
        files.put("evidence.txt", evidence + "\n");
        PublishedFiles published = publish(context, "spurline-%s-".formatted(sandbox.key()), files);
        context.publishReportEntry(entries());
        return published;
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("spurline.key", sandbox.key().value());
        entries.put("spurline.namespace", sandbox.namespace());
        entries.put("spurline.forks", each(fork -> "%s in pod %s".formatted(fork.workload(), fork.pod())));
        entries.put("spurline.images", each(fork -> fork.imageId().isEmpty() ? fork.image() : fork.imageId()));
        entries.put("spurline.opening-time", "%d ms".formatted(opening.toMillis()));
        entries.put("spurline.evidence", evidence);
        return entries;
    }

    private String each(Function<LiveFork, String> text) {
        return sandbox.forks().stream().map(text).collect(Collectors.joining(", "));
    }
}

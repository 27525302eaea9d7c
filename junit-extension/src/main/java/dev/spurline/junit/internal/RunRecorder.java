// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import dev.spurline.Settings;
import dev.spurline.framework.DescribedSandbox;
import dev.spurline.framework.EffectiveSettings;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.framework.SandboxDescription;
import dev.spurline.report.JvmReport;
import dev.spurline.report.ReportDirectory;
import dev.spurline.report.ReportedClass;
import dev.spurline.report.ReportedFailure;
import dev.spurline.report.ReportedKept;
import dev.spurline.report.ReportedRoute;
import dev.spurline.report.ReportedSandbox;
import dev.spurline.report.ReportedSetting;
import dev.spurline.report.ReportedStep;
import dev.spurline.settings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records what the sandboxes of this JVM do, unless no report is wanted, and writes it down when the launcher's session ends, if
 * there were any. That something cannot be recorded or written fails nobody's tests, and keeps no sandbox open.
 */
final class RunRecorder implements AutoCloseable {

    private static final String OFF = "off";

    private final Settings settings;
    private final boolean wanted;
    private final ProgressReporter announcer;
    /** Several may have one key: those that have joined one sandbox. */
    private final IdentityHashMap<LiveSandbox, Recording> recordings = new IdentityHashMap<>();

    private final List<ReportedSandbox> sandboxes = new ArrayList<>();
    private final Set<String> clusters = new LinkedHashSet<>();
    private boolean warned;

    /** What is known of a sandbox that was opened. */
    private static final class Recording {

        private final LiveSandbox sandbox;
        private final String owner;
        private final Instant began;
        private final Duration took;
        private final List<ReportedClass> classes = new ArrayList<>();
        private Optional<ReportedStep> closing = Optional.empty();
        private Optional<ReportedKept> kept = Optional.empty();
        private @Nullable ReportedFailure failure;

        Recording(LiveSandbox sandbox, String owner, Instant began, Duration took) {
            this.sandbox = sandbox;
            this.owner = owner;
            this.began = began;
            this.took = took;
        }
    }

    RunRecorder(Settings settings, ProgressReporter announcer) {
        this.settings = settings;
        this.wanted = wanted(settings);
        this.announcer = announcer;
    }

    /** What is wrong with the setting is told when the report is written. */
    private static boolean wanted(Settings settings) {
        try {
            return Setting.REPORT.find(settings).filter(OFF::equals).isEmpty();
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    /** Returns that of the session; it takes the settings of the first class that has a sandbox. */
    static RunRecorder of(ExtensionContext context) {
        return ContextStores.holdForSession(
                context,
                RunRecorder.class,
                RunRecorder.class,
                () -> new RunRecorder(RunEngines.settings(context), ProgressReporter.ofRun()));
    }

    synchronized void connected(String cluster) {
        clusters.add(cluster);
    }

    /** Takes note of a sandbox that is open. */
    synchronized void opened(LiveSandbox sandbox, String owner, Instant began, Duration took) {
        quietly(() -> recordings.put(sandbox, new Recording(sandbox, owner, began, took)));
    }

    /** Takes note of a sandbox that could not be opened. */
    synchronized void failed(String owner, Instant began, Throwable failure) {
        quietly(() -> sandboxes.add(refused(owner, began, failure)));
    }

    private static ReportedSandbox refused(String owner, Instant began, Throwable failure) {
        return new ReportedSandbox(
                "",
                "",
                owner,
                began.toEpochMilli(),
                Duration.between(began, Instant.now()).toMillis(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                "",
                List.of(),
                List.of(),
                ReportValues.failure(Optional.of(TestFailure.of(failure)), UnaryOperator.identity()));
    }

    /**
     * Takes note of a class, or method, that no longer needs its sandbox.
     *
     * @param proved what is known of the forks, if somebody asked
     * @param failure why its tests prove nothing, if that is so
     */
    synchronized void used(
            LiveSandbox sandbox,
            String owner,
            TestLedger ledger,
            Optional<ClassEvidence> proved,
            Optional<TestFailure> failure) {
        quietly(() -> {
            Recording recording = recordings.get(sandbox);
            if (recording != null) {
                recording.classes.add(used(owner, ledger, proved, failure, cleaning(recording.sandbox)));
            }
        });
    }

    private static ReportedClass used(
            String owner,
            TestLedger ledger,
            Optional<ClassEvidence> proved,
            Optional<TestFailure> failure,
            UnaryOperator<String> clean) {
        return new ReportedClass(
                owner,
                ledger.summary().sent(),
                proved.stream()
                        .flatMap(known ->
                                known.report().forks().stream().map(fork -> ReportValues.evidence(fork, known)))
                        .toList(),
                ReportValues.tests(ledger, proved, clean),
                ReportValues.failure(failure, clean));
    }

    /**
     * Closes a sandbox, and takes note of it whether that fails or not.
     *
     * @param closing closes it
     */
    void closing(LiveSandbox sandbox, Runnable closing) {
        Instant began = Instant.now();
        try {
            closing.run();
            closed(sandbox, began, Optional.empty());
        } catch (RuntimeException | Error e) {
            closed(sandbox, began, Optional.of(TestFailure.of(e)));
            throw e;
        }
    }

    /** Takes note of what stays of a sandbox in the cluster. */
    synchronized void kept(LiveSandbox sandbox, Kept kept) {
        quietly(() -> {
            Recording recording = recordings.get(sandbox);
            if (recording != null) {
                recording.kept = Optional.of(new ReportedKept(kept.until().toEpochMilli(), kept.lines()));
            }
        });
    }

    /** Keeps values only: a sandbox holds on to all that was read of its namespaces. */
    private synchronized void closed(LiveSandbox sandbox, Instant began, Optional<TestFailure> failure) {
        quietly(() -> {
            Recording recording = recordings.remove(sandbox);
            if (recording != null) {
                recording.closing = Optional.of(new ReportedStep(
                        "closing",
                        began.toEpochMilli(),
                        Duration.between(began, Instant.now()).toMillis()));
                recording.failure = ReportValues.failure(failure, cleaning(sandbox));
                sandboxes.add(sandbox(recording));
            }
        });
    }

    /** Memory or stack may be short for what is recorded only, and the user's versions of libraries may be others. */
    private void quietly(Runnable recording) {
        if (!wanted) {
            return;
        }
        try {
            recording.run();
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            if (!warned) {
                warned = true;
                announcer.warn("The report will not be complete: %s".formatted(TestFailure.text(e)));
            }
        }
    }

    /** Returns what takes the secrets of a sandbox out of texts. */
    static UnaryOperator<String> cleaning(LiveSandbox sandbox) {
        return DescribedSandbox.of(sandbox)
                .<UnaryOperator<String>>map(described -> described::withoutSecrets)
                .orElse(UnaryOperator.identity());
    }

    /** Writes, unless there is nothing to tell. */
    @Override
    public synchronized void close() {
        try {
            if (!recordings.isEmpty() || !sandboxes.isEmpty()) {
                write(Setting.REPORT.find(settings));
            }
        } catch (IOException | RuntimeException | LinkageError | VirtualMachineError e) {
            announcer.warn("The report could not be written: %s".formatted(TestFailure.text(e)));
        }
    }

    private void write(Optional<String> where) throws IOException {
        Path project = Path.of("").toAbsolutePath();
        Path page = where.map(named -> new ReportDirectory(project.resolve(named)))
                .orElseGet(() -> ReportDirectory.in(project))
                .add(jvm());
        announcer.info("Report: [%s]".formatted(page));
    }

    private JvmReport jvm() {
        RunIdentity identity = RunIdentity.current();
        recordings.forEach((sandbox, recording) -> sandboxes.add(sandbox(recording)));
        return new JvmReport(
                identity.jvm() + "-" + System.identityHashCode(this),
                identity.run(),
                RunIdentity.started(),
                System.currentTimeMillis(),
                System.getProperty("java.version", ""),
                List.copyOf(clusters),
                EffectiveSettings.of(settings).stream()
                        .map(given -> new ReportedSetting(given.name(), given.value(), given.source()))
                        .toList(),
                sandboxes.stream()
                        .sorted(Comparator.comparingLong(ReportedSandbox::began))
                        .toList());
    }

    private static ReportedSandbox sandbox(Recording recording) {
        LiveSandbox sandbox = recording.sandbox;
        SandboxDescription description = DescribedSandbox.of(sandbox)
                .map(DescribedSandbox::description)
                .orElseGet(() -> new SandboxDescription("", List.of(), List.of(), List.of(), List.of(), List.of()));
        return new ReportedSandbox(
                sandbox.key().value(),
                sandbox.namespace(),
                recording.owner,
                recording.began.toEpochMilli(),
                recording.took.toMillis(),
                ReportValues.steps(description, recording.began),
                recording.closing.orElse(null),
                recording.kept.orElse(null),
                ReportValues.forks(sandbox.forks(), description),
                description.routes().stream()
                        .map(route -> new ReportedRoute(route.object(), route.service(), route.sentence()))
                        .toList(),
                description.callers(),
                description.plan(),
                description.warnings(),
                recording.classes,
                recording.failure);
    }
}

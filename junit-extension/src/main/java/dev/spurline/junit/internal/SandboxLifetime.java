// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.Plan;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.framework.OpeningDiagnosis;
import dev.spurline.framework.RunSharing;
import dev.spurline.junit.Evidence;
import dev.spurline.junit.SandboxDiagnostics;
import dev.spurline.junit.internal.BaselineAnswer.FromBaseline;
import dev.spurline.junit.internal.BaselineAnswer.Known;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** One sandbox from its declaration to its end. It is in JUnit's store before it is open. */
final class SandboxLifetime implements AutoCloseable {

    private final SandboxDeclaration declaration;
    private final ExtensionContext home;
    private final String owner;
    private final ProgressReporter announcer;
    private final TestLedger ledger;
    private final RunRecorder recorder;
    private final EntryAuthorities entries = new EntryAuthorities();
    private @Nullable SandboxSource source;
    private @Nullable LiveSandbox live;
    private volatile Duration opening = Duration.ZERO;
    private volatile long since;
    private @Nullable RuntimeException failure;
    private boolean closed;

    /** Whether something has failed that is not in the ledger, such as a lifecycle method. */
    private volatile boolean failed;

    SandboxLifetime(SandboxDeclaration declaration, ExtensionContext home) {
        this.declaration = declaration;
        this.home = home;
        this.owner = owner(home);
        this.announcer = ProgressReporter.of(home);
        // Before what it tells of: what is put into a store later is closed earlier.
        this.recorder = RunRecorder.of(home);
        this.ledger = isShared() || joins()
                ? TestLedger.amongOthers(RunSandboxes.of(home).numbers())
                : TestLedger.alone();
    }

    private boolean isShared() {
        return declaration.isShared(RunEngines.settings(home));
    }

    private boolean joins() {
        return Setting.JOIN.find(RunEngines.settings(home)).isPresent();
    }

    TestLedger ledger() {
        return ledger;
    }

    /** Opens the sandbox, unless it is open; fails again as the first time, if it failed. */
    synchronized HandedSandbox open() {
        if (failure != null) {
            throw failure;
        }
        if (live == null) {
            try {
                live = start();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return handed(live);
    }

    /** Returns the sandbox, if it is open. */
    synchronized Optional<HandedSandbox> opened() {
        return Optional.ofNullable(live).filter(any -> !closed).map(this::handed);
    }

    private HandedSandbox handed(LiveSandbox sandbox) {
        return new HandedSandbox(sandbox, entries, ledger, owner, Optional.empty());
    }

    private LiveSandbox start() {
        Instant began = Instant.now();
        try {
            SandboxSource from = source();
            source = from;
            LiveSandbox opened = from.open();
            opening = Duration.between(began, Instant.now());
            since = System.nanoTime();
            return opened;
        } catch (TestAbortedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (TestFailure.of(e).diagnostics().isEmpty()) {
                OpeningDiagnosis.of(e).ifPresent(seen -> e.addSuppressed(FailureDiagnostics.ofOpening(home, seen)));
            }
            recorder.failed(owner, began, e);
            throw e;
        }
    }

    private SandboxSource source() {
        SandboxDefinition definition = declaration.definition();
        Settings settings = RunEngines.settings(home);
        SandboxSpec spec = definition.toSpec(settings, owner);
        boolean dryRun = isDryRun(settings);
        // What is refused is refused before anything is opened.
        var unused = KeepPolicy.ofFailed(settings);
        SandboxEngine engine = RunEngines.of(home, definition.blueprint());
        if (dryRun) {
            throw dryRun(engine.plan(spec));
        }
        recorder.connected(engine.cluster());
        return isShared()
                ? RunSandboxes.of(home).use(definition.blueprint(), spec, home, engine)
                : new OwnSandbox(engine, spec, RunSummary.of(home), recorder, announcer);
    }

    private static boolean isDryRun(Settings settings) {
        Optional<GivenValue<Boolean>> dryRun = Setting.DRY_RUN.given(settings).filter(GivenValue::value);
        if (dryRun.isPresent() && settings.find("CI").isPresent()) {
            throw new PreflightException(
                    ("spurline.dry-run is [true] by %s and the environment variable CI is set: a dry run tests nothing,"
                                    + " so it would make CI green for no reason. Unset one of them")
                            .formatted(dryRun.get().source()));
        }
        return dryRun.isPresent();
    }

    private TestAbortedException dryRun(Plan plan) {
        Map<String, String> files = Map.of("plan.yaml", plan.yaml(), "plan.txt", plan.prose());
        String names = ReportAttachments.publish(home, "spurline-%s-".formatted(plan.key()), files)
                .names();
        String reason = names.isEmpty()
                ? "Dry run: the plan could not be written to a file; it is%n%s".formatted(plan.prose())
                : "Dry run: the plan is in " + names;
        // Maven's runners keep the reason of an abort to themselves.
        announcer.info("[%s] is aborted. %s".formatted(owner, reason));
        return new TestAbortedException(reason);
    }

    /** Judges the evidence, then removes the sandbox whatever the judgement. */
    @Override
    public void close() {
        home.getExecutionException().ifPresent(failure -> examineOnce(home, failure));
        Optional<HandedSandbox> handed = opened();
        SandboxSource from = end();
        if (handed.isEmpty() || from == null) {
            return;
        }
        Optional<AssertionFailedError> missing = judge(handed.get(), from);
        if (missing.isPresent() || failed || ledger.summary().failed() > 0) {
            from.failed(KeepPolicy.ofFailed(RunEngines.settings(home)));
        }
        try {
            from.close();
        } catch (RuntimeException e) {
            if (missing.isEmpty()) {
                throw e;
            }
            missing.get().addSuppressed(e);
        }
        if (missing.isPresent()) {
            throw missing.get();
        }
    }

    private synchronized @Nullable SandboxSource end() {
        closed = true;
        return source;
    }

    private Optional<AssertionFailedError> judge(HandedSandbox sandbox, SandboxSource from) {
        boolean complete =
                declaration.perMethod() || ledger.seen().containsAll(TestMethod.sharing(home, declaration.testClass()));
        EvidenceJudge judge = judge(owner, declaration.definition().evidence());
        List<ClassEvidence> proved = new ArrayList<>();
        Optional<AssertionFailedError> missing = judge.judge(ledger.summary(), complete, () -> {
            proved.add(from.evidence(ledger));
            return proved.get(0);
        });
        missing.ifPresent(error -> error.addSuppressed(look(home, sandbox, Optional.empty(), Optional.empty())));
        recorder.used(
                sandbox.live(),
                owner,
                ledger,
                proved.stream().findFirst(),
                missing.map(TestFailure::of).or(this::ofClass));
        return missing;
    }

    /** Returns what the class itself failed with; failures of tests are in the ledger. */
    private Optional<TestFailure> ofClass() {
        return home.getExecutionException()
                .filter(failure -> home.getTestMethod().isEmpty() && !(failure instanceof TestAbortedException))
                .map(TestFailure::of);
    }

    private EvidenceJudge judge(String whose, Evidence declared) {
        return new EvidenceJudge(whose, declared, RunEngines.settings(home), announcer);
    }

    /** Remembers what the forks had served when a test began that asks to reach them. */
    void begin(ExtensionContext test) {
        Optional<ReachCheck> check =
                opened().flatMap(sandbox -> ReachCheck.begin(test, ledger.numberOf(test.getUniqueId()), sandbox));
        check.ifPresent(any -> ContextStores.compute(test, slot(test), () -> check));
    }

    /** Returns the failure of a test that passed and asked to reach forks that served nothing meanwhile. */
    Optional<AssertionFailedError> unreached(ExtensionContext test) {
        Optional<ReachCheck> check = check(test);
        Optional<HandedSandbox> sandbox = opened();
        if (check.isEmpty() || sandbox.isEmpty()) {
            return Optional.empty();
        }
        Optional<AssertionFailedError> missing = judge(check.get().test(), Evidence.REQUIRED)
                .judge(
                        check.get(),
                        ledger.sentBy(test.getUniqueId()),
                        sandbox.get()::evidence,
                        fork -> isOfOthers(fork, sandbox.get().live()));
        missing.ifPresent(error -> error.addSuppressed(diagnostics(test, sandbox.get(), Optional.empty())));
        return missing;
    }

    private static boolean isOfOthers(ForkEvidence fork, LiveSandbox live) {
        return RunSharing.joined(live).containsKey(fork.fork()) || RunSharing.isKnownToOthers(live);
    }

    /**
     * Returns what is known of the forks that a test which failed has reached, unless it reached one: what they served
     * while no other test had begun is its own, if nobody else has the sandbox.
     *
     * @param test the test, of dynamic tests their factory
     */
    Optional<Known> answered(ExtensionContext test) {
        if (judge(owner, declaration.definition().evidence()).isOff()) {
            return Optional.empty();
        }
        String id = test.getUniqueId();
        EvidenceReadings readings = readings();
        EarlierEvidence before = check(test)
                .map(check -> new EarlierEvidence(check.before()))
                .orElseGet(() -> readings.before(ledger.began(id)));
        BaselineAnswer answer = new BaselineAnswer(ledger.numberOf(id), ledger.sentBy(id), before);
        try {
            return opened().flatMap(sandbox -> answer.explain(readings.read(sandbox::evidence))
                    .filter(known -> known instanceof FromBaseline
                            || !ledger.isAlone(id)
                            || !RunSharing.joined(sandbox.live()).isEmpty()
                            || RunSharing.isKnownToOthers(sandbox.live())));
        } catch (RuntimeException e) {
            // The test has failed already, and the diagnosis tells what became of the sandbox.
            return Optional.empty();
        }
    }

    private synchronized EvidenceReadings readings() {
        return source == null ? new EvidenceReadings() : source.readings();
    }

    /**
     * Looks at the sandbox on behalf of a test, dynamic tests on behalf of their factory.
     *
     * @param known what is known of the forks that the test has reached
     */
    Optional<SandboxDiagnostics> examined(ExtensionContext test, Optional<Known> known) {
        return opened().map(sandbox -> diagnostics(test, sandbox, known));
    }

    private SandboxDiagnostics diagnostics(ExtensionContext test, HandedSandbox sandbox, Optional<Known> known) {
        Optional<String> undecided =
                known.filter(BaselineAnswer.Undecided.class::isInstance).map(Known::sentence);
        return look(test, sandbox, ledger.since(test.getUniqueId()), undecided);
    }

    /** Looks at the sandbox on behalf of a failure of which nobody has told yet, and adds what is seen to it. */
    void examineOnce(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return;
        }
        failed = true;
        if (TestFailure.of(failure).diagnostics().isEmpty()) {
            opened().ifPresent(sandbox -> failure.addSuppressed(
                    look(context, sandbox, ledger.since(context.getUniqueId()).or(this::age), Optional.empty())));
        }
    }

    private Optional<Duration> age() {
        return Optional.of(Duration.ofNanos(System.nanoTime() - since));
    }

    private SandboxDiagnostics look(
            ExtensionContext context, HandedSandbox sandbox, Optional<Duration> window, Optional<String> undecided) {
        return new FailureDiagnostics(context, sandbox.live(), opening, evidence(sandbox)).look(window, undecided);
    }

    /** Returns what the forks have served by now, in words; what was read a moment ago is not read again. */
    private String evidence(HandedSandbox sandbox) {
        if (judge(owner, declaration.definition().evidence()).isOff()) {
            return "not read: spurline.evidence is [off]";
        }
        try {
            return EvidenceText.of(readings().recent(sandbox::evidence));
        } catch (RuntimeException e) {
            return "could not be read: " + FailureText.of(e);
        }
    }

    private static Optional<ReachCheck> check(ExtensionContext test) {
        return ContextStores.compute(test, slot(test), Optional::empty);
    }

    private static Object slot(ExtensionContext test) {
        return new ReachSlot(test.getUniqueId());
    }

    private record ReachSlot(String test) {}

    private static String owner(ExtensionContext home) {
        String type = home.getTestClass().map(Class::getName).orElse(home.getDisplayName());
        return home.getTestMethod().map(method -> type + "#" + method.getName()).orElse(type);
    }
}

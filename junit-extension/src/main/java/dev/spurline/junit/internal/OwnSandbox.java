// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.framework.RunSharing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A sandbox that one class or method has for itself. */
final class OwnSandbox implements SandboxSource {

    private final SandboxEngine engine;
    private final SandboxSpec spec;
    private final RunSummary summary;
    private final RunRecorder recorder;
    private final ProgressReporter announcer;
    private final EvidenceReadings readings = new EvidenceReadings();
    private volatile Optional<LiveSandbox> live = Optional.empty();
    private volatile KeepPolicy keeping = KeepPolicy.REMOVE;

    OwnSandbox(
            SandboxEngine engine,
            SandboxSpec spec,
            RunSummary summary,
            RunRecorder recorder,
            ProgressReporter announcer) {
        this.engine = engine;
        this.spec = spec;
        this.summary = summary;
        this.recorder = recorder;
        this.announcer = announcer;
    }

    @Override
    public LiveSandbox open() {
        long began = System.nanoTime();
        Instant moment = Instant.now();
        LiveSandbox sandbox = engine.open(spec);
        live = Optional.of(sandbox);
        recorder.opened(sandbox, spec.owner(), moment, RunSummary.since(began));
        summary.opened(sandbox.forks().size(), RunSummary.since(began));
        announcer.opened(sandbox, spec.owner());
        return sandbox;
    }

    @Override
    public ClassEvidence evidence(TestLedger ledger) {
        LiveSandbox sandbox = live.orElseThrow();
        EvidenceReport report = summary.proved(sandbox.evidence());
        // Asked after the reading, and only where it makes a difference: it takes a request.
        ClassEvidence proved = ClassEvidence.isOpen(report, ledger.numbers()) && RunSharing.isKnownToOthers(sandbox)
                ? ClassEvidence.of(EarlierEvidence.NONE, report, ledger.numbers(), List.of(others(sandbox)))
                : ClassEvidence.of(report);
        return proved.joining(EarlierEvidence.NONE, report, ledger.numbers(), RunSharing.joined(sandbox));
    }

    private static String others(LiveSandbox sandbox) {
        return "other engines that have sandbox " + sandbox.key();
    }

    @Override
    public EvidenceReadings readings() {
        return readings;
    }

    @Override
    public void failed(KeepPolicy policy) {
        keeping = policy;
    }

    @Override
    public void close() {
        live.ifPresent(sandbox -> {
            long began = System.nanoTime();
            recorder.closing(
                    sandbox,
                    () -> keeping.close(sandbox, spec.owner(), announcer, kept -> recorder.kept(sandbox, kept)));
            summary.closed(RunSummary.since(began));
        });
    }
}

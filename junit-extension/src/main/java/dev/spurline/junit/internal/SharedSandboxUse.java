// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import dev.spurline.framework.RunSharing;
import dev.spurline.junit.internal.SandboxSharing.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A sandbox of the run, as one class has it. */
final class SharedSandboxUse implements SandboxSource {

    private final RunSandboxes run;
    private final SandboxSharing<SharedSandbox> sharing;
    private final String owner;
    private final ExtensionContext home;
    private final Supplier<Member<SharedSandbox>> joining;
    private final boolean reads;
    private volatile Optional<Having> having = Optional.empty();
    private volatile Optional<EvidenceReport> last = Optional.empty();

    /**
     * What a class has while it has the sandbox.
     *
     * @param before what was known when the class began
     * @param unread whether earlier classes may have been served what was not read
     */
    private record Having(
            Member<SharedSandbox> member, SharedSandbox sandbox, EarlierEvidence before, boolean unread) {}

    /**
     * Takes what the sandbox will be had from.
     *
     * @param owner the class
     * @param home the context of the class
     * @param joining makes the class one of those that have the sandbox
     * @param reads whether evidence is read at all
     */
    SharedSandboxUse(
            RunSandboxes run,
            SandboxSharing<SharedSandbox> sharing,
            String owner,
            ExtensionContext home,
            Supplier<Member<SharedSandbox>> joining,
            boolean reads) {
        this.run = run;
        this.sharing = sharing;
        this.owner = owner;
        this.home = home;
        this.joining = joining;
        this.reads = reads;
    }

    @Override
    public LiveSandbox open() {
        Member<SharedSandbox> member = joining.get();
        try {
            SharedSandbox sandbox = run.await(member.share());
            having = Optional.of(
                    new Having(member, sandbox, sandbox.readings().before(System.nanoTime()), !sandbox.isRead()));
            sandbox.handTo(owner, RunSummary.of(home), RunRecorder.of(home), ProgressReporter.of(home));
            return sandbox.live();
        } catch (RuntimeException | Error e) {
            run.leave(sharing, member);
            throw e;
        }
    }

    @Override
    public ClassEvidence evidence(TestLedger ledger) {
        Having here = having.orElseThrow();
        EvidenceReport report = here.sandbox().read();
        last = Optional.of(report);
        return ClassEvidence.of(here.before(), report, ledger.numbers(), others(here, report, ledger))
                .joining(
                        here.before(),
                        report,
                        ledger.numbers(),
                        RunSharing.joined(here.sandbox().live()));
    }

    private List<String> others(Having here, EvidenceReport report, TestLedger ledger) {
        List<String> others = new ArrayList<>(sharing.others(here.member()));
        if (here.unread() && others.isEmpty()) {
            others.addAll(sharing.names(here.member().share()));
            others.remove(owner);
        }
        // Asked after the reading, and only where it makes a difference: it takes a request.
        if (ClassEvidence.isOpen(report, ledger.numbers())
                && RunSharing.isKnownToOthers(here.sandbox().live())) {
            others.add("other JVMs of the run");
        }
        return others;
    }

    @Override
    public EvidenceReadings readings() {
        return having.map(here -> here.sandbox().readings()).orElseGet(EvidenceReadings::new);
    }

    @Override
    public void failed(KeepPolicy keeping) {
        having.ifPresent(here -> here.sandbox().failed(keeping));
    }

    @Override
    public void close() {
        having.ifPresent(here -> {
            if (last.isEmpty() && reads && sharing.isNeededByOthers(here.member())) {
                readFor(here.sandbox());
            }
            run.leave(sharing, here.member());
        });
    }

    /** Else what this class was served would be taken for the next one's. */
    private static void readFor(SharedSandbox sandbox) {
        try {
            sandbox.read();
        } catch (RuntimeException e) {
            sandbox.leftUnread();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.framework.SandboxEnding;
import dev.spurline.framework.SpecFingerprint;
import dev.spurline.junit.internal.SandboxSharing.Member;
import dev.spurline.junit.internal.SandboxSharing.Share;
import dev.spurline.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The sandboxes that classes of one test plan share. Where the plan is known, a sandbox is closed when the last class that
 * needs it is done, else with the plan.
 */
final class RunSandboxes implements AutoCloseable {

    /** Stands for classes of a plan that nobody told of. */
    private static final String ANYBODY = "anybody";

    private final Map<Need, SandboxSharing<SharedSandbox>> sharings = new HashMap<>();
    private final Set<String> undecided = new HashSet<>();
    private final TestNumbers numbers = new TestNumbers();
    private final AtomicInteger openings = new AtomicInteger();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Boolean>> closings = new ConcurrentLinkedQueue<>();
    private final ProgressReporter announcer = ProgressReporter.ofRun();

    /**
     * What classes ask for.
     *
     * @param blueprint describes an embedded cluster
     * @param spec tells the specs that ask for the same
     */
    record Need(Optional<Class<? extends Blueprint>> blueprint, SpecFingerprint spec) {}

    private RunSandboxes(Collection<String> undecided) {
        this.undecided.addAll(undecided);
    }

    /**
     * Returns those of a plan whose classes are known.
     *
     * @param needs what classes need, by their ids
     * @param undecided the ids of classes of which it is not known what they need before they begin
     */
    static RunSandboxes planned(Map<String, Need> needs, Collection<String> undecided) {
        RunSandboxes sandboxes = new RunSandboxes(undecided);
        needs.forEach((id, need) -> sandboxes.sharing(need).expect(id));
        return sandboxes;
    }

    /** Returns those of the plan that a class belongs to. */
    static RunSandboxes of(ExtensionContext home) {
        // First: what is put into a store later is closed earlier.
        RunSummary.of(home);
        return ContextStores.hold(
                home.getRoot(),
                RunSandboxes.class,
                RunSandboxes.class,
                () -> PlannedSandboxes.of(home.getUniqueId()).orElseGet(() -> new RunSandboxes(Set.of(ANYBODY))));
    }

    /** Returns the numbers of all tests that have these sandboxes. */
    TestNumbers numbers() {
        return numbers;
    }

    /** Returns what gives a class its sandbox, which the first of them opens. */
    SharedSandboxUse use(
            Optional<Class<? extends Blueprint>> blueprint,
            SandboxSpec spec,
            ExtensionContext home,
            SandboxEngine engine) {
        Settings settings = RunEngines.settings(home);
        Need need = new Need(blueprint, SpecFingerprint.of(spec, settings));
        SandboxSharing<SharedSandbox> sharing = sharing(need);
        boolean reads = Setting.EVIDENCE.find(settings).filter("off"::equals).isEmpty();
        return new SharedSandboxUse(
                this,
                sharing,
                spec.owner(),
                home,
                () -> {
                    decided(home.getUniqueId(), sharing);
                    retireEnded(sharing, spec.owner());
                    Member<SharedSandbox> member = sharing.join(home.getUniqueId(), spec.owner());
                    if (member.opens()) {
                        open(member.share(), spec, engine);
                    }
                    return member;
                },
                reads);
    }

    private synchronized SandboxSharing<SharedSandbox> sharing(Need need) {
        return sharings.computeIfAbsent(need, any -> new SandboxSharing<>(undecided));
    }

    private synchronized List<SandboxSharing<SharedSandbox>> sharings() {
        return List.copyOf(sharings.values());
    }

    /** A sandbox that has ended, because its fork was deleted for one, is replaced for the classes that are to come. */
    private void retireEnded(SandboxSharing<SharedSandbox> sharing, String owner) {
        sharing.current()
                .ifPresent(share -> ending(share).ifPresent(why -> {
                    announcer.warn("[%s] gets a new sandbox, as the one that it would have shared has ended: %s"
                            .formatted(owner, why));
                    sharing.retire(share).ifPresent(unneeded -> closeForRun(sharing, unneeded));
                }));
    }

    private static Optional<String> ending(Share<SharedSandbox> share) {
        CompletableFuture<SharedSandbox> opening = share.sandbox();
        return opening.isDone() && !opening.isCompletedExceptionally()
                ? SandboxEnding.of(opening.join().live())
                : Optional.empty();
    }

    /** Not in the thread of a class: if that is interrupted, others still need the sandbox. */
    private void open(Share<SharedSandbox> share, SandboxSpec spec, SandboxEngine engine) {
        Thread thread = new Thread(
                () -> {
                    long began = System.nanoTime();
                    try {
                        LiveSandbox live = engine.open(spec);
                        share.sandbox().complete(new SharedSandbox(live, spec.owner(), RunSummary.since(began)));
                    } catch (Throwable e) {
                        share.sandbox().completeExceptionally(e);
                    }
                },
                "spurline-opening-" + openings.incrementAndGet());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Throwable e) {
            // Others wait for it already.
            share.sandbox().completeExceptionally(e);
        }
    }

    /** Waits until a sandbox is open; throws what its opening threw. */
    SharedSandbox await(Share<SharedSandbox> share) {
        try {
            return share.sandbox().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("Interrupted while its sandbox was opened", e);
        }
    }

    /** Takes note that a class needs none of these but one. */
    private void decided(String id, SandboxSharing<SharedSandbox> its) {
        if (forget(id)) {
            sharings().stream().filter(sharing -> sharing != its).forEach(sharing -> release(sharing, id));
        }
    }

    /** Takes note that a class is done, or will not begin. */
    void done(String id) {
        forget(id);
        sharings().forEach(sharing -> release(sharing, id));
    }

    private synchronized boolean forget(String id) {
        return undecided.remove(id);
    }

    private void release(SandboxSharing<SharedSandbox> sharing, String id) {
        sharing.release(id).ifPresent(share -> closeForRun(sharing, share));
    }

    /** Takes the sandbox from a class, and closes it if nobody needs it. */
    void leave(SandboxSharing<SharedSandbox> sharing, Member<SharedSandbox> member) {
        sharing.leave(member).ifPresent(share -> {
            if (share.sandbox().isDone()) {
                close(sharing, share);
            } else {
                // The class was interrupted while it waited.
                closings.add(share.sandbox().handle((sandbox, failure) -> {
                    closeForRun(sharing, share);
                    return true;
                }));
            }
        });
    }

    /** No class is there that could fail for what is left: the run does. */
    private void closeForRun(SandboxSharing<SharedSandbox> sharing, Share<SharedSandbox> share) {
        try {
            close(sharing, share);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Closes a sandbox that nobody needs, once it is open. */
    private void close(SandboxSharing<SharedSandbox> sharing, Share<SharedSandbox> share) {
        Optional<SharedSandbox> opened = share.sandbox()
                .handle((sandbox, failure) -> Optional.ofNullable(sandbox))
                .join();
        opened.ifPresent(sandbox -> sandbox.close(sharing.names(share), announcer));
    }

    @Override
    public void close() {
        sharings().forEach(sharing -> sharing.end().forEach(share -> closeForRun(sharing, share)));
        closings.forEach(CompletableFuture::join);
        List<RuntimeException> all = new ArrayList<>(failures);
        if (!all.isEmpty()) {
            RuntimeException first = all.remove(0);
            all.forEach(first::addSuppressed);
            throw first;
        }
    }
}

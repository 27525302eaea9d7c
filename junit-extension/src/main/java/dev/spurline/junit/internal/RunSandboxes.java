// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.framework.RunSharing;
import dev.spurline.framework.SandboxEnding;
import dev.spurline.framework.SpecFingerprint;
import dev.spurline.junit.internal.SandboxSharing.Member;
import dev.spurline.junit.internal.SandboxSharing.Share;
import dev.spurline.settings.Setting;
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
    private volatile Optional<EarlyOpenings> early = Optional.empty();

    /**
     * What classes ask for.
     *
     * @param blueprint describes an embedded cluster
     * @param settings choose the cluster: a class may change them, by a system property, after its plan has begun
     * @param spec tells the specs that ask for the same
     */
    record Need(
            Optional<Class<? extends Blueprint>> blueprint,
            Map<String, List<Settings.Value>> settings,
            SpecFingerprint spec) {

        static Need of(Optional<Class<? extends Blueprint>> blueprint, SandboxSpec spec, Settings settings) {
            return new Need(blueprint, RunEngines.given(settings), SpecFingerprint.of(spec, settings));
        }
    }

    /**
     * A sandbox that will be needed.
     *
     * @param need who needs it, by what they ask for
     * @param spec the same, for the engine
     * @param engine opens it
     */
    record Wanted(Need need, SandboxSpec spec, RunEngine engine) {}

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
        Need need = Need.of(blueprint, spec, settings);
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
                        // Not in the thread of a class: if that is interrupted, others still need the sandbox.
                        start(member.share(), () -> open(sharing, member.share(), spec, engine));
                    }
                    return member;
                },
                reads);
    }

    /**
     * Opens sandboxes before classes ask for them. One that cannot be opened is left to the class that needs it.
     *
     * @param wanted in the order of need
     * @param atOnce how many at a time
     */
    void openEarly(List<Wanted> wanted, int atOnce) {
        List<Runnable> each =
                wanted.stream().<Runnable>map(one -> () -> openEarly(one)).toList();
        early = Optional.of(EarlyOpenings.begin(each, atOnce));
    }

    private void openEarly(Wanted wanted) {
        SandboxSharing<SharedSandbox> sharing = sharing(wanted.need());
        wanted.engine()
                .find()
                .ifPresent(engine -> sharing.prepare().ifPresent(share -> open(sharing, share, wanted.spec(), engine)));
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

    private static void open(
            SandboxSharing<SharedSandbox> sharing, Share<SharedSandbox> share, SandboxSpec spec, SandboxEngine engine) {
        long began = System.nanoTime();
        try {
            LiveSandbox live = RunSharing.open(engine, spec);
            share.sandbox().complete(new SharedSandbox(live, spec.owner(), RunSummary.since(began)));
        } catch (Throwable e) {
            // First, so that a class which has not come yet tries for itself. There is nothing to be closed.
            var unused = sharing.retire(share);
            share.sandbox().completeExceptionally(e);
        }
    }

    private void start(Share<SharedSandbox> share, Runnable opening) {
        Thread thread = new Thread(opening, "spurline-opening-" + openings.incrementAndGet());
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
                closeForRun(sharing, share);
            }
        });
    }

    /** Closes a sandbox as soon as it is open. No class is there that could fail for what is left: the run does. */
    private void closeForRun(SandboxSharing<SharedSandbox> sharing, Share<SharedSandbox> share) {
        closings.add(share.sandbox().handle((sandbox, failure) -> {
            try {
                close(sharing, share);
            } catch (RuntimeException e) {
                failures.add(e);
            }
            return true;
        }));
    }

    /** Closes a sandbox that nobody needs, once it is open. */
    private void close(SandboxSharing<SharedSandbox> sharing, Share<SharedSandbox> share) {
        Optional<SharedSandbox> opened = share.sandbox()
                .handle((sandbox, failure) -> Optional.ofNullable(sandbox))
                .join();
        opened.ifPresent(sandbox -> sandbox.close(sharing.names(share), announcer));
    }

    /** Closes all that is left; throws what closing any of them has thrown, once. */
    @Override
    public void close() {
        early.ifPresent(EarlyOpenings::stop);
        sharings().forEach(sharing -> sharing.end().forEach(share -> closeForRun(sharing, share)));
        closings.forEach(CompletableFuture::join);
        RuntimeException first = failures.poll();
        if (first != null) {
            failures.forEach(first::addSuppressed);
            failures.clear();
            throw first;
        }
    }
}

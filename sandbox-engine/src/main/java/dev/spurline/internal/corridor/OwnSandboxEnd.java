// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.CleanupException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.RunMembership.Leaving;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.undo.SandboxRemoval;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a sandbox ends that this engine has opened, alone or with others of a run: its objects go with the last who has it. */
final class OwnSandboxEnd implements SandboxEnd {

    private static final Logger LOG = LoggerFactory.getLogger(OwnSandboxEnd.class);

    /** How often the removal of what nobody came for is tried. */
    private static final int REMOVALS = 20;

    private final EngineThreads workers;
    private final EngineLife engine;
    private final SandboxRemoval undo;
    private final RoutingKey key;
    private final Optional<RunMembership> run;
    private final Runnable routesGone;
    private final SandboxRetention retention;
    private final BooleanSupplier joined;
    private volatile boolean taken;

    /**
     * Prepares for the end.
     *
     * @param run this engine's part in the sandbox, if engines of a run share it
     * @param routesGone waits until proxies have forgotten the routes
     * @param retention leaves the sandbox in the cluster for a time
     * @param joined asks whether others have joined the sandbox by its key
     */
    OwnSandboxEnd(
            EngineThreads workers,
            EngineLife engine,
            SandboxRemoval undo,
            RoutingKey key,
            Optional<RunMembership> run,
            Runnable routesGone,
            SandboxRetention retention,
            BooleanSupplier joined) {
        this.workers = workers;
        this.engine = engine;
        this.undo = undo;
        this.key = key;
        this.run = run;
        this.routesGone = routesGone;
        this.retention = retention;
        this.joined = joined;
    }

    @Override
    public void removeRoutes(Collection<String> namespaces) {
        undo.removeRoutes(key.value(), namespaces);
    }

    @Override
    public void removeForks(Collection<String> namespaces) {
        undo.removeForks(key.value(), namespaces);
    }

    @Override
    public void taken() {
        taken = true;
    }

    /** What others of the run have, or may come for, stays; what is of no use to anybody goes whoever has it. */
    @Override
    public void leave(Collection<String> namespaces, boolean usable) {
        if (taken) {
            undo.removeRecords(key.value(), namespaces);
            return;
        }
        FailureCollector failures = new FailureCollector();
        AtomicReference<Leaving> leaving = new AtomicReference<>(Leaving.REMOVABLE);
        run.ifPresent(membership -> failures.run(() -> leaving.set(leave(membership, usable))));
        // Nobody has joined what this engine has not handed over: that is removed whether it could be left or not.
        boolean left = failures.seen().isEmpty();
        if (left ? leaving.get() == Leaving.REMOVABLE : run.orElseThrow().isOpening()) {
            failures.run(() -> undo.removeSandbox(key.value(), namespaces, routesGone));
        } else if (left && leaving.get() == Leaving.TO_ITSELF) {
            keep(run.orElseThrow(), List.copyOf(namespaces));
        }
        failures.rethrow();
    }

    @Override
    public Kept keep(SandboxPlan latest, Collection<String> namespaces, Duration time) {
        if (run.isPresent()) {
            throw new SandboxException("JVMs of a run share it");
        }
        return retention.keep(latest, namespaces, time);
    }

    private Leaving leave(RunMembership membership, boolean usable) {
        try {
            return membership.leave(usable);
        } catch (RuntimeException e) {
            throw new CleanupException(
                    "Sandbox [%s], which JVMs of the run share, could not be left: %s. It is removed when the leases of all anchors that own it have ended"
                            .formatted(key, ErrorMessage.of(e)),
                    e);
        }
    }

    /** For a lease: as long as the anchor would hold it, if this engine ended now. */
    private void keep(RunMembership left, List<String> namespaces) {
        left.namespaces().forEach(engine.anchors()::keep);
        Duration grace = engine.terms().length();
        LOG.info("Sandbox {} is kept for {} s: others of the run may come for it", key, grace.toSeconds());
        var unused = workers.after(grace, () -> removeKept(left, namespaces, REMOVALS));
    }

    /** Once more after each failure, as long as the anchor is held: else forks stay as long as this JVM lives. */
    private void removeKept(RunMembership left, List<String> namespaces, int tries) {
        try {
            if (left.endIfNobodyCame()) {
                undo.removeSandbox(key.value(), namespaces, () -> {});
            }
            left.namespaces().forEach(engine.anchors()::release);
        } catch (RuntimeException e) {
            LOG.warn("Sandbox {}, for which nobody of the run has come, was not removed", key, e);
            if (tries > 1) {
                var unused = workers.after(engine.terms().heartbeat(), () -> removeKept(left, namespaces, tries - 1));
            }
        }
    }

    @Override
    public boolean isKnownToOthers() {
        return run.map(RunMembership::isKnownToOthers).orElseGet(joined::getAsBoolean);
    }
}

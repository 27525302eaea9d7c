// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.framework.SpecFingerprint;
import dev.spurline.internal.apply.NameTakenException;
import dev.spurline.internal.apply.NotJoinableException;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.RunRecord;
import dev.spurline.internal.corridor.OpenSandbox;
import dev.spurline.internal.corridor.SandboxOpener;
import dev.spurline.internal.settings.PlanSettings;
import dev.spurline.internal.settings.RunName;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.Deadline;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens sandboxes that the engines of a run share, or joins those that another of them has opened. */
final class RunOpening {

    private final EngineParts shared;
    private final RunName run;
    private final Corridor corridor;

    /** Walks through the corridor once. */
    interface Corridor {

        /** Opens or joins. */
        OpenSandbox open(
                EngineParts its,
                SandboxSpec spec,
                RoutingKey key,
                Deadline deadline,
                Optional<RunMembership> membership,
                Function<SandboxOpener, OpenSandbox> way);
    }

    RunOpening(EngineParts shared, RunName run, Corridor corridor) {
        this.shared = shared;
        this.run = run;
        this.corridor = corridor;
    }

    /** Returns the key that all engines of the run compute of a spec; none if it asks for a key of its own. */
    Optional<RoutingKey> key(SandboxSpec spec, String namespace) {
        return spec.key().isPresent() ? Optional.empty() : Optional.of(run.key(asked(spec, namespace)));
    }

    /** With other settings other objects are planned, and two who follow changes would take turns at writing theirs. */
    private String asked(SandboxSpec spec, String namespace) {
        return "%s/%s/%s"
                .formatted(
                        SpecFingerprint.of(spec, shared.settings()).value(),
                        namespace,
                        PlanSettings.text(shared.settings()));
    }

    /**
     * Opens the sandbox, or joins it if another engine of the run has opened it, or waits until that one has.
     *
     * @param namespace its own
     * @param deadline by when it must be open
     */
    OpenSandbox openOrJoin(SandboxSpec spec, String namespace, RoutingKey key, Deadline deadline) {
        AtomicReference<Optional<SandboxException>> last = new AtomicReference<>(Optional.empty());
        while (true) {
            RunMembership membership = shared.membership(namespace, key);
            Optional<RunRecord> there = membership.find();
            Optional<OpenSandbox> got = Optional.empty();
            if (there.isEmpty() || membership.isJoinable(there.get())) {
                got = openOrJoin(spec, key, deadline, membership, there.isPresent(), e -> last.set(Optional.of(e)));
            }
            if (got.isPresent()) {
                return got.get();
            }
            if (deadline.over()) {
                throw tooLate(namespace, key, deadline, Objects.requireNonNull(last.get()));
            }
            Pauses.beforeLookingAgain();
        }
    }

    private static SandboxException tooLate(
            String namespace, RoutingKey key, Deadline deadline, Optional<SandboxException> cause) {
        SandboxException late = new SandboxException(
                "Sandbox [%s] of the run could not be joined %s: another JVM opens or removes it, by the ConfigMap with the label [%s=%s] in namespace [%s]. Give it longer with timeout, or name another spurline.run"
                        .formatted(key, deadline.within(), SpurlineLabels.SANDBOX, key, namespace));
        cause.ifPresent(late::initCause);
        return late;
    }

    /** Returns empty if another engine was faster, or what this one would have joined ends; nothing else is tried again. */
    private Optional<OpenSandbox> openOrJoin(
            SandboxSpec spec,
            RoutingKey key,
            Deadline deadline,
            RunMembership membership,
            boolean join,
            Consumer<SandboxException> refused) {
        try {
            return Optional.of(corridor.open(
                    shared,
                    spec,
                    key,
                    deadline,
                    Optional.of(membership),
                    join ? SandboxOpener::join : SandboxOpener::open));
        } catch (SandboxException e) {
            if (!isTaken(e, membership, join)) {
                throw e;
            }
            refused.accept(e);
            return Optional.empty();
        }
    }

    private static boolean isTaken(SandboxException e, RunMembership membership, boolean joined) {
        if (e instanceof NameTakenException || e instanceof NotJoinableException) {
            return true;
        }
        // What a guard or a missing right refuses to who joins, it refuses again.
        return !(joined && e instanceof PreflightException)
                && membership
                        .find()
                        .filter(record -> membership.isOthers(record) && !(joined && record.isLive()))
                        .isPresent();
    }
}

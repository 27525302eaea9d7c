// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.preflight.Preflight;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Opens one sandbox: the corridor, from the first check to the sandbox that a test holds. */
public final class SandboxOpener {

    private final SandboxSpec spec;
    private final Preflight preflight;
    private final SandboxPlanning planning;
    private final SandboxAssembly assembly;
    private final Deadline deadline;
    private final Duration patience;
    private final Optional<RunMembership> run;
    private final Listener listener;

    /** Is told of a sandbox that may have objects in the cluster, so that it is closed whatever happens. */
    public interface Listener {

        /** Takes what was read of the sandbox's namespaces. */
        void surveyed(Survey survey);

        /** Takes the plan of a sandbox that may be opened. */
        void planned(Survey survey, SandboxPlan plan);

        /**
         * Takes the first refusal of a sandbox of which nothing is written, and returns what tells all of them.
         *
         * @param joins whether it was to be joined
         */
        SandboxException refused(SandboxException first, boolean joins);

        /** Takes a sandbox that has been planned and not been written. */
        void begun(OpenSandbox sandbox);

        /** Takes a sandbox of which nothing is left. */
        void ended(OpenSandbox sandbox);
    }

    /**
     * Prepares to open a sandbox.
     *
     * @param spec what is asked for
     * @param preflight decides whether it may be opened
     * @param planning reads the cluster and plans
     * @param assembly puts together what follows the plan
     * @param deadline by when it must be open, if its plan does not extend it
     * @param patience how long a run of a CronJob's fork may take, unless its caller says so
     * @param run this engine's part in the sandbox, if engines of a run share it
     * @param listener is told when it begins and ends
     */
    public SandboxOpener(
            SandboxSpec spec,
            Preflight preflight,
            SandboxPlanning planning,
            SandboxAssembly assembly,
            Deadline deadline,
            Duration patience,
            Optional<RunMembership> run,
            Listener listener) {
        this.spec = spec;
        this.preflight = preflight;
        this.planning = planning;
        this.assembly = assembly;
        this.deadline = deadline;
        this.patience = patience;
        this.run = run;
        this.listener = listener;
    }

    /**
     * Opens the sandbox. What docs/architecture.md draws is this method, after what {@link #allowed} does: a line a station.
     *
     * @return the sandbox, live
     */
    public OpenSandbox open() {
        OpeningSteps steps = new OpeningSteps();
        Intent intent = allowed(preflight::check, false);
        try (OpeningSandbox opening = begin(intent, steps)) {
            opening.watch();
            opening.checkEnvoys();
            CompletableFuture<Boolean> counted = preflight.countAgain(opening.perform(Wave.RECORD));
            opening.perform(Wave.NETWORK);
            EngineThreads.join(counted);
            opening.perform(Wave.WORKLOAD);
            opening.awaitReady();
            opening.route(opening.latest());
            opening.follow();
            opening.awaitLive();
            return opening.handOver(spec.owner());
        }
    }

    /**
     * Joins the sandbox, which another engine of the run has opened: what that one has made is taken over, and followed.
     *
     * @return the sandbox, live
     */
    public OpenSandbox join() {
        OpeningSteps steps = new OpeningSteps();
        Intent intent = allowed(preflight::checkRights, true);
        try (OpeningSandbox opening = begin(intent, steps)) {
            opening.watch();
            opening.checkEnvoys();
            opening.join();
            opening.awaitReady();
            opening.takeOver(opening.latest());
            opening.follow();
            opening.awaitLive();
            return opening.handOver(spec.owner());
        }
    }

    /** What is to be written, and from what it was planned. */
    private record Intent(Survey survey, SandboxPlan plan) {}

    /** The stations before the first write: preflight, reading, plan, preflight of the plan. */
    private Intent allowed(Consumer<List<CompletableFuture<Boolean>>> check, boolean joins) {
        try {
            preflight.checkGuards();
            List<CompletableFuture<Boolean>> rights = preflight.askRights(run.isPresent());
            CompletableFuture<Survey> reading = planning.startReading(preflight.namespaces());
            check.accept(rights);
            Survey survey = EngineThreads.join(reading);
            listener.surveyed(survey);
            SandboxPlan plan = planning.plan(survey);
            preflight.check(plan, run.isPresent() || !plan.joined().isEmpty());
            listener.planned(survey, plan);
            return new Intent(survey, plan);
        } catch (SandboxException e) {
            throw listener.refused(e, joins);
        }
    }

    private OpeningSandbox begin(Intent intent, OpeningSteps steps) {
        SandboxPlan plan = intent.plan();
        steps.done("plan");
        planning.warn(plan);
        OpeningSandbox opening = assembly.begin(
                intent.survey(),
                plan,
                planning,
                deadline.plus(plan.extension()),
                patience,
                run,
                listener::ended,
                steps);
        listener.begun(opening.sandbox());
        return opening;
    }
}

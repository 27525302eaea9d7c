// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.SandboxException;
import dev.spurline.internal.apply.Rehearsal;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Step;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.ErrorMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what leads to the forks of one sandbox true to the routes and Services of others, from before its routes are made
 * until it closes: each change is planned anew and the difference is written. A sandbox for which that is impossible is
 * stale.
 */
final class Following implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Rooms rooms;
    private final Survey survey;
    private final Function<Survey, SandboxPlan> planner;
    private final Ownership ownership;
    private final Rehearsal rehearsal;
    private final Consumer<SandboxPlan> followed;
    private final Consumer<String> stale;
    private final ForeignState foreign;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private SandboxPlan plan;
    private Set<String> versions;
    private boolean over;

    /**
     * Prepares to follow.
     *
     * @param survey what the plan was made from
     * @param plan the sandbox
     * @param planner makes a plan of a later survey
     * @param ownership owns what is written
     * @param rehearsal asks what would become of it
     * @param followed told of each later plan, when it is written
     * @param stale told, once, why the sandbox could not follow
     */
    Following(
            Rooms rooms,
            Survey survey,
            SandboxPlan plan,
            Function<Survey, SandboxPlan> planner,
            Ownership ownership,
            Rehearsal rehearsal,
            Consumer<SandboxPlan> followed,
            Consumer<String> stale) {
        this.rooms = rooms;
        this.survey = survey;
        this.plan = plan;
        this.planner = planner;
        this.ownership = ownership;
        this.rehearsal = rehearsal;
        this.followed = followed;
        this.stale = stale;
        this.foreign =
                new ForeignState(survey.read().stream().map(rooms.views()::of).toList());
        this.versions = foreign.versions(survey);
    }

    /**
     * Plans anew if something has changed since the survey, and makes the routes.
     *
     * @param deadline by when the routes and Services of others must be known
     * @throws SandboxException if the sandbox is refused now, or something cannot be written
     */
    synchronized void route(Deadline deadline) {
        refuseIfOver();
        foreign.awaitKnown(deadline);
        rooms.knowledge().begin(foreign);
        List<Step> made =
                plan.steps().stream().filter(step -> step.wave() != Wave.ROUTE).toList();
        Set<String> now = foreign.versions();
        SandboxPlan latest = now.equals(versions) ? plan : planner.apply(foreign.in(survey));
        write(PlanDifference.between(made, latest.steps()), latest);
        versions = now;
    }

    /** Who closes the sandbox while it is being opened removes its routes, and none may come after that. */
    private void refuseIfOver() {
        if (over) {
            throw new SandboxException("Sandbox [%s] was closed before its routes were made".formatted(plan.key()));
        }
    }

    private void write(PlanDifference difference, SandboxPlan latest) {
        rehearsal.await(difference);
        ownership.extend(latest, difference);
        rooms.changes().apply(difference, ownership.records());
        plan = latest;
        followed.accept(latest);
    }

    /** Begins to follow; what has changed since the routes were planned is followed at once. */
    void begin() {
        ends.addAll(foreign.follow(this::nudge));
        nudge();
    }

    private void nudge() {
        if (changes.getAndIncrement() == 0) {
            var unused = rooms.workers().run(this::follow);
        }
    }

    private void follow() {
        int seen;
        do {
            seen = changes.get();
            update();
        } while (changes.addAndGet(-seen) > 0);
    }

    /** While a watch is being opened again, what is missing in its view may still be there: nothing is concluded from it. */
    private synchronized void update() {
        Set<String> now = foreign.versions();
        if (over || !foreign.freshness().current() || now.equals(versions)) {
            return;
        }
        try {
            SandboxPlan latest = planner.apply(foreign.in(survey));
            PlanDifference difference = PlanDifference.between(plan.steps(), latest.steps());
            if (!difference.none()) {
                write(difference, latest);
                tell(difference);
            }
            versions = now;
        } catch (RuntimeException e) {
            over = true;
            stale.accept(ErrorMessage.of(e));
        }
    }

    private void tell(PlanDifference difference) {
        List<String> changed = new ArrayList<>();
        changed.addAll(names("made", difference.made()));
        changed.addAll(names("changed", difference.changed()));
        changed.addAll(names("removed", difference.gone()));
        LOG.info(
                "Sandbox {} follows a change of routes or Services of others: {}",
                plan.key(),
                String.join(", ", changed));
    }

    private static List<String> names(String what, List<Step> steps) {
        return steps.stream()
                .map(Step::object)
                .map(object -> "%s %s %s/%s"
                        .formatted(
                                what,
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName()))
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        rooms.knowledge().end(foreign);
        synchronized (this) {
            over = true;
        }
    }
}

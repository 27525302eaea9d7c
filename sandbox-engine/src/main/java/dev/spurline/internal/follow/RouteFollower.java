// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.SandboxException;
import dev.spurline.internal.apply.SandboxObjects;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what leads to the forks of one sandbox true to the routes and Services of others: each change is planned anew and the
 * difference is written. A sandbox for which that is impossible is stale.
 */
public final class RouteFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFollower.class);

    /** Engines that may read different routes would else take turns for ever. */
    private static final int REPAIRS = 3;

    private final EngineThreads workers;
    private final ForeignViews views;
    private final ForeignView foreign;
    private final PolicyWatches policies;
    private final Function<Survey, SandboxPlan> planner;
    private final SandboxObjects objects;
    private final Listener listener;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private final Set<String> joined = new HashSet<>();
    private Survey survey;
    private SandboxPlan plan;
    private Set<String> versions;
    private List<PlanStep> unfinished = List.of();
    private final Map<String, Integer> repaired = new HashMap<>();

    /** Is held by whoever plans or writes. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;

    /** Is told how following goes. */
    public interface Listener {

        /** Takes a later plan before its first write: objects of it may be there from now on, even if it is not followed. */
        void planned(SandboxPlan later);

        /** Takes a later plan, which the sandbox follows from now on. */
        void follows(SandboxPlan later);

        /** Is told, once, why the sandbox could not follow. */
        void stale(String reason);
    }

    /**
     * Prepares to follow.
     *
     * @param cluster the views that tell of changes; they are open already, so that nothing is lost
     * @param views keep the engine's anchors from being renewed while this sandbox's views are not current
     * @param survey what the plan was made from
     * @param plan the sandbox
     * @param planner makes a plan of a later survey
     * @param objects writes what is different
     * @param listener is told how it goes
     */
    public RouteFollower(
            ClusterAccess cluster,
            ForeignViews views,
            Survey survey,
            SandboxPlan plan,
            Function<Survey, SandboxPlan> planner,
            SandboxObjects objects,
            Listener listener) {
        this.workers = cluster.workers();
        this.views = views;
        this.policies = cluster.policies();
        this.survey = survey;
        this.plan = plan;
        this.planner = planner;
        this.objects = objects;
        this.listener = listener;
        this.foreign =
                views.of(this, survey.read().stream().map(cluster.views()::of).toList());
        this.versions = foreign.versions(survey);
    }

    /**
     * Returns the plan whose routes are to be made: a new one if something has changed since the survey, policies included. What is not a route
     * follows at once. From now on the heartbeat depends on the views that the routes derive from.
     *
     * @param deadline by when the routes and Services of others must be known
     * @throws SandboxException if the sandbox is refused now, or something cannot be written
     */
    public SandboxPlan latest(Deadline deadline) {
        return withLock(() -> latestPlan(deadline));
    }

    private SandboxPlan latestPlan(Deadline deadline) {
        if (closed) {
            return plan;
        }
        foreign.awaitKnown(deadline);
        views.begin(this);
        Set<String> now = foreign.versions();
        Survey read = survey;
        survey = policies.in(read);
        if (survey == read && now.equals(versions)) {
            versions = now;
        } else {
            SandboxPlan later = planner.apply(foreign.in(survey));
            listener.planned(later);
            objects.update(later, PlanDifference.between(withoutRoutes(plan), withoutRoutes(later)));
            accept(later, now);
        }
        return plan;
    }

    /**
     * Plans anew, as something else is asked of the plan, and writes the difference. What an earlier call could not finish is
     * removed, unless it is wanted still.
     *
     * @param deadline by when the routes and Services of others must be known
     * @return the plan that is followed from now on
     * @throws SandboxException if nothing is followed any more, or something cannot be written
     */
    public SandboxPlan replan(Deadline deadline) {
        return withLock(() -> plannedAnew(deadline));
    }

    private SandboxPlan plannedAnew(Deadline deadline) {
        if (closed) {
            throw new SandboxException(
                    "Sandbox [%s] does not follow the routes of others any more".formatted(plan.key()));
        }
        foreign.awaitKnown(deadline);
        Set<String> now = foreign.versions();
        SandboxPlan later = planner.apply(foreign.in(survey));
        List<PlanStep> there = new ArrayList<>(unfinished);
        there.addAll(plan.steps());
        PlanDifference difference = PlanDifference.between(there, later.steps());
        listener.planned(later);
        unfinished = later.steps();
        objects.update(later, difference);
        unfinished = List.of();
        accept(later, now);
        return later;
    }

    private static List<PlanStep> withoutRoutes(SandboxPlan plan) {
        return plan.steps().stream().filter(step -> step.wave() != Wave.ROUTE).toList();
    }

    private void accept(SandboxPlan later, Set<String> now) {
        joined.clear();
        repaired.clear();
        plan = later;
        versions = now;
        listener.follows(later);
    }

    /** Begins to follow, when the routes are made; what has changed since {@link #latest} is followed at once. */
    public void begin() {
        runWithLock(() -> {
            if (!closed) {
                ends.addAll(foreign.follow(this::nudge));
            }
        });
        nudge();
    }

    private void nudge() {
        if (changes.getAndIncrement() == 0) {
            var unused = workers.run(this::follow);
        }
    }

    private void follow() {
        int seen;
        do {
            seen = changes.get();
            update();
        } while (changes.addAndGet(-seen) > 0);
    }

    /** Whatever is thrown, nobody would follow after it: later changes only count up, and the heartbeat goes on. */
    private void update() {
        try {
            runWithLock(this::advance);
        } catch (RuntimeException e) {
            end(ErrorMessage.of(e));
        } catch (Error e) {
            LOG.error("Sandbox {} cannot be followed any more", plan.key(), e);
            end(e.toString());
        }
    }

    private void end(String reason) {
        closed = true;
        listener.stale(reason);
    }

    /** While a watch is being opened again, what is missing in its view may still be there: nothing is concluded from it. */
    private void advance() {
        if (closed || !foreign.freshness().current()) {
            return;
        }
        Set<String> now = foreign.versions();
        if (now.equals(versions)) {
            repair();
            return;
        }
        SandboxPlan later = planner.apply(foreign.in(survey));
        PlanDifference difference = PlanDifference.between(plan.steps(), later.steps());
        if (difference.none()) {
            versions = now;
            return;
        }
        listener.planned(later);
        objects.update(later, difference);
        accept(later, now);
        tell(difference);
    }

    /** Joins again what the sandbox shares with others, where its entries were seen and are there no more. */
    private void repair() {
        for (PlanStep step : plan.steps()) {
            SharedRoute.of(step.object()).ifPresent(planned -> repair(step, planned));
        }
    }

    private void repair(PlanStep step, SharedRoute planned) {
        if (closed) {
            return;
        }
        String title = SandboxRoute.title(planned.object());
        Optional<SharedRoute> there = foreign.shared(planned).filter(planned::isIn);
        if (there.filter(planned::hasOtherFrame).isPresent() && repaired.merge(title, 1, Integer::sum) <= REPAIRS) {
            joined.add(title);
            writeOver(step, title);
        } else if (there.isPresent() && !planned.isLaterThan(there.get())) {
            joined.add(title);
        } else if (joined.remove(title)) {
            join(step, title);
        }
    }

    /** Nothing of this sandbox is missing, so that it goes on if this fails; the next change is another occasion. */
    private void writeOver(PlanStep step, String title) {
        try {
            join(step, title);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Sandbox {} could not write in {} what requests without a key get: {}",
                    plan.key(),
                    title,
                    ErrorMessage.of(e));
        }
    }

    private void join(PlanStep step, String title) {
        var unused = objects.create(step);
        LOG.info(
                "Sandbox {} is in {} again: somebody had taken it out, or had not known the routes of others",
                plan.key(),
                title);
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

    private static List<String> names(String what, List<PlanStep> steps) {
        return steps.stream()
                .map(PlanStep::object)
                .map(object -> "%s %s %s/%s"
                        .formatted(
                                what,
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName()))
                .collect(Collectors.toList());
    }

    private <T> T withLock(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    private void runWithLock(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins no write any more, and does not wait for one that is under way. The heartbeat depends on the views until all is
     * closed: what is derived from them may be there still.
     *
     * @return whether something is under way, which may write yet
     */
    public boolean stop() {
        closed = true;
        return lock.isLocked();
    }

    /** Begins no write any more, and waits for what is under way. */
    public void awaitIdle() {
        closed = true;
        runWithLock(() -> LOG.trace("Sandbox {} is not followed any more", plan.key()));
    }

    @Override
    public void close() {
        awaitIdle();
        views.end(this);
        ends.forEach(Runnable::run);
    }
}

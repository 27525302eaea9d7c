// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.LiveFork;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.apply.Rehearsal;
import dev.spurline.internal.entry.Entries;
import dev.spurline.internal.entry.KnownServices;
import dev.spurline.internal.evidence.Evidence;
import dev.spurline.internal.jobs.JobRuns;
import dev.spurline.internal.live.Liveness;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Step;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.ready.ForkWatch;
import dev.spurline.internal.survey.Labels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.undo.Census;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk through the corridor. */
final class Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration COUNTED = Duration.ofSeconds(5);

    private final Rooms rooms;
    private final Settings settings;
    private final SandboxSpec spec;
    private final String namespace;
    private final RoutingKey key;
    private final Duration timeout;
    private final Deadline deadline;
    private final Ownership ownership;
    private final Rehearsal rehearsal;
    private final long start = System.nanoTime();

    Opening(Rooms rooms, Settings settings, SandboxSpec spec, String namespace, RoutingKey key) {
        this.rooms = rooms;
        this.settings = settings;
        this.spec = spec;
        this.namespace = namespace;
        this.key = key;
        this.ownership = new Ownership(rooms);
        this.rehearsal = new Rehearsal(rooms.writes(), rooms.workers());
        this.timeout = spec.timeout().orElseGet(() -> Setting.TIMEOUT.in(settings));
        this.deadline = rooms.terms().debugged() ? Deadline.never() : Deadline.in(timeout);
    }

    /**
     * Opens the sandbox.
     *
     * @param planner makes the plan of what was read
     * @param begun told of the sandbox before anything is written, so that it is closed whatever happens
     * @param ended told when it has closed
     * @return the sandbox, live
     */
    OpenSandbox run(Function<Survey, SandboxPlan> planner, Consumer<OpenSandbox> begun, Consumer<OpenSandbox> ended) {
        Survey survey = survey();
        SandboxPlan plan = planner.apply(survey);
        rooms.permissions().check(plan);
        warn(plan);
        ForkWatch forks =
                new ForkWatch(rooms.connection().client(), rooms.workers(), rooms.views(), rooms.permissions(), plan);
        RouteWatch routes = new RouteWatch(rooms.views(), rooms.workers(), rooms.pages(), plan, survey.mesh());
        Entries entries = new Entries(rooms.connection(), settings, plan, services(survey), forks::pod);
        Evidence evidence = new Evidence(
                rooms.connection().client(), rooms.workers(), rooms.pages(), rooms.permissions(), rooms.id());
        OpenSandbox sandbox = new OpenSandbox(
                rooms,
                plan,
                forks,
                routes,
                entries,
                evidence,
                new JobRuns(rooms.access(), rooms.life(), plan, ownership::create),
                timeout,
                ended);
        Following following =
                new Following(rooms, survey, plan, planner, ownership, rehearsal, sandbox::follows, sandbox::stale);
        sandbox.onClose(following::close);
        begun.accept(sandbox);
        try {
            routes.warm();
            forks.follow(sandbox::selected, sandbox::removed, evidence::expect);
            Map<PlannedFork, LiveFork> live = bring(plan, forks, evidence);
            Liveness liveness = route(plan, following, routes);
            evidence.awaitBegun(COUNTED);
            sandbox.handOver(live, liveness);
            tell(plan, sandbox, liveness);
            return sandbox;
        } catch (RuntimeException | Error e) {
            abandon(sandbox, e);
            throw e;
        }
    }

    private KnownServices services(Survey survey) {
        return new KnownServices(
                rooms.connection().client(),
                survey.namespace(),
                survey.read(),
                where -> rooms.views().of(where).services().all());
    }

    /** What is the same for the next sandbox is said once. */
    private void warn(SandboxPlan plan) {
        plan.warnings().stream()
                .filter(warning ->
                        !plan.standing().contains(warning) || rooms.knowledge().isNews(warning))
                .forEach(warning ->
                        LOG.warn("Sandbox {}: {}", plan.key(), plan.mask().clean(warning)));
    }

    private Survey survey() {
        Set<String> namespaces = rooms.guard(spec, namespace);
        List<CompletableFuture<Boolean>> permitted =
                namespaces.stream().map(rooms.permissions()::ask).toList();
        CompletableFuture<Survey> read =
                rooms.workers().start(() -> rooms.survey().read(namespace, namespaces));
        // A missing right is named with the line that grants it, before the first call that would show it.
        Workers.joinAll(permitted);
        namespaces.forEach(rooms.views()::of);
        namespaces.forEach(this::count);
        Survey survey = Workers.join(read);
        rooms.sweep().begin(survey);
        return survey;
    }

    private void count(String where) {
        List<ConfigMap> living = rooms.census().living(where);
        living.stream()
                .filter(record -> record.getMetadata().getName().equals(Labels.record(key)))
                .findFirst()
                .ifPresent(record -> refuseUsedKey(where, record));
        rooms.guards().checkSandboxes(where, living.size());
    }

    /** Each would take the other's requests, and their routes have the same names. */
    private void refuseUsedKey(String where, ConfigMap record) {
        throw new PreflightException(
                "Routing key [%s] is in use: a sandbox of [%s] has it in namespace [%s], by engine [%s]. Leave the key out to get a new one"
                        .formatted(
                                key,
                                record.getData().getOrDefault("owner", "unknown"),
                                where,
                                Labels.on(record, Labels.ENGINE)));
    }

    private Map<PlannedFork, LiveFork> bring(SandboxPlan plan, ForkWatch forks, Evidence evidence) {
        refuseIfLate(plan, Wave.RECORD);
        // At once with what is made first, and so in time for what it is about.
        rehearsal.begin(plan.steps());
        List<HasMetadata> made = ownership.begin(plan);
        CompletableFuture<Boolean> counted = rooms.workers().run(() -> countAgain(made));
        perform(plan, Wave.NETWORK);
        Workers.join(counted);
        long created = System.nanoTime();
        perform(plan, Wave.WORKLOAD);
        Map<PlannedFork, LiveFork> live = new LinkedHashMap<>();
        unlessLost(() -> forks.await(deadline)).forEach((fork, pod) -> {
            evidence.begin(fork, pod);
            live.put(fork, live(fork, pod, Duration.ofNanos(System.nanoTime() - created)));
        });
        return live;
    }

    /** Others may have come in between the first count and our record; who sees more than may live goes. */
    private void countAgain(List<HasMetadata> made) {
        made.forEach(record -> {
            String where = record.getMetadata().getNamespace();
            rooms.guards()
                    .checkSandboxes(where, Census.before(record, rooms.census().living(where)));
        });
    }

    private Liveness route(SandboxPlan plan, Following following, RouteWatch routes) {
        refuseIfLate(plan, Wave.ROUTE);
        routes.begin();
        following.route(deadline);
        following.begin();
        return unlessLost(() -> routes.awaitLive(deadline));
    }

    /** Waits in another thread: what the cluster has removed meanwhile would never come. */
    private <T> T unlessLost(Supplier<T> wait) {
        return Workers.join(rooms.anchors().unlessLost(rooms.workers().start(wait)));
    }

    private void perform(SandboxPlan plan, Wave wave) {
        refuseIfLate(plan, wave);
        List<Step> steps = plan.waves().getOrDefault(wave, List.of());
        rehearsal.await(steps);
        rooms.writes().perform(steps, ownership.records());
    }

    private void refuseIfLate(SandboxPlan plan, Wave wave) {
        if (deadline.over()) {
            throw new SandboxException("Sandbox [%s] could not be opened %s: the time was over before wave [%s]"
                    .formatted(plan.key(), deadline.within(), wave));
        }
    }

    private static LiveFork live(PlannedFork fork, Pod pod, Duration readyAfter) {
        Optional<ContainerStatus> status = pod.getStatus().getContainerStatuses().stream()
                .filter(candidate -> candidate.getName().equals(fork.container()))
                .findFirst();
        String image = pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(fork.container()))
                .map(container -> container.getImage())
                .findFirst()
                .orElse("");
        return new LiveFork(
                fork.workload(),
                fork.deployment(),
                pod.getMetadata().getName(),
                image,
                status.map(ContainerStatus::getImageID).orElse(""),
                readyAfter);
    }

    private void tell(SandboxPlan plan, OpenSandbox sandbox, Liveness liveness) {
        LOG.info(
                "Sandbox {} for {} in namespace {} is open after {} ms: {}; {}",
                plan.key(),
                spec.owner(),
                plan.namespace(),
                (System.nanoTime() - start) / 1_000_000,
                sandbox.forks().stream()
                        .map(fork -> "%s as %s with image %s".formatted(fork.workload(), fork.name(), fork.image()))
                        .collect(Collectors.joining(", ")),
                liveness.sentence());
    }

    private static void abandon(OpenSandbox sandbox, Throwable failure) {
        try {
            sandbox.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}

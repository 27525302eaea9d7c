/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.engine;

import dev.spurline.LiveFork;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.entry.Entries;
import dev.spurline.internal.evidence.Evidence;
import dev.spurline.internal.live.Liveness;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Step;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.ready.ForkWatch;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.undo.Census;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final Deadline deadline;
    private final Map<String, OwnerReference> records = new ConcurrentHashMap<>();
    private final List<HasMetadata> made = new CopyOnWriteArrayList<>();
    private final long start = System.nanoTime();

    Opening(Rooms rooms, Settings settings, SandboxSpec spec, String namespace) {
        this.rooms = rooms;
        this.settings = settings;
        this.spec = spec;
        this.namespace = namespace;
        this.deadline = rooms.terms().debugged() ? Deadline.never() : Deadline.in(spec.timeout());
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
        plan.warnings().forEach(warning -> LOG.warn("Sandbox {}: {}", plan.key(), warning));
        ForkWatch forks =
                new ForkWatch(rooms.connection().client(), rooms.workers(), rooms.views(), rooms.permissions(), plan);
        RouteWatch routes = new RouteWatch(rooms.views(), rooms.workers(), rooms.pages(), plan, survey);
        Entries entries = new Entries(rooms.connection(), settings, plan, survey.services(), forks::pod);
        Evidence evidence = new Evidence(
                rooms.connection().client(), rooms.workers(), rooms.pages(), rooms.permissions(), plan.key());
        OpenSandbox sandbox = new OpenSandbox(rooms, plan, forks, routes, entries, evidence, ended);
        begun.accept(sandbox);
        try {
            routes.warm();
            Map<PlannedFork, LiveFork> live = bring(plan, forks, evidence);
            Liveness liveness = route(plan, routes);
            evidence.awaitBegun(COUNTED);
            sandbox.handOver(live);
            tell(plan, live, liveness);
            return sandbox;
        } catch (RuntimeException | Error e) {
            abandon(sandbox, e);
            throw e;
        }
    }

    private Survey survey() {
        Set<String> namespaces = rooms.guard(spec, namespace);
        CompletableFuture<Boolean> permitted = rooms.permissions().ask(namespace);
        CompletableFuture<Survey> read =
                rooms.workers().start(() -> rooms.survey().read(namespace));
        // A missing right is named with the line that grants it, before the first call that would show it.
        Workers.join(permitted);
        rooms.views().of(namespace);
        namespaces.forEach(where -> rooms.guards()
                .checkSandboxes(where, rooms.census().living(where).size()));
        Survey survey = Workers.join(read);
        rooms.sweep().begin(survey);
        return survey;
    }

    private Map<PlannedFork, LiveFork> bring(SandboxPlan plan, ForkWatch forks, Evidence evidence) {
        forks.follow();
        records.putAll(record(plan));
        CompletableFuture<Boolean> counted = rooms.workers().run(this::countAgain);
        perform(plan, Wave.NETWORK, records);
        Workers.join(counted);
        long created = System.nanoTime();
        perform(plan, Wave.WORKLOAD, records);
        Map<PlannedFork, LiveFork> live = new LinkedHashMap<>();
        unlessLost(() -> forks.await(deadline)).forEach((fork, pod) -> {
            evidence.begin(pod);
            live.put(fork, live(fork, pod, Duration.ofNanos(System.nanoTime() - created)));
        });
        return live;
    }

    private Map<String, OwnerReference> record(SandboxPlan plan) {
        Map<String, OwnerReference> anchors = new ConcurrentHashMap<>();
        if (rooms.anchored()) {
            rooms.workers()
                    .all(plan.anchorTemplates().entrySet().stream()
                            .<Runnable>map(entry -> () -> anchors.put(
                                    entry.getKey(), rooms.anchors().owner(entry.getKey(), entry.getValue())))
                            .toList());
        }
        Map<String, OwnerReference> owners = new HashMap<>();
        for (HasMetadata record : perform(plan, Wave.RECORD, anchors)) {
            made.add(record);
            owners.put(record.getMetadata().getNamespace(), owner(record));
        }
        return owners;
    }

    /** Others may have come in between the first count and our record; who sees more than may live goes. */
    private void countAgain() {
        made.forEach(record -> {
            String where = record.getMetadata().getNamespace();
            rooms.guards()
                    .checkSandboxes(where, Census.before(record, rooms.census().living(where)));
        });
    }

    private static OwnerReference owner(HasMetadata record) {
        return new OwnerReferenceBuilder()
                .withApiVersion(record.getApiVersion())
                .withKind(record.getKind())
                .withName(record.getMetadata().getName())
                .withUid(record.getMetadata().getUid())
                .build();
    }

    private Liveness route(SandboxPlan plan, RouteWatch routes) {
        perform(plan, Wave.ROUTE, records);
        return unlessLost(() -> routes.awaitLive(deadline));
    }

    /** Waits in another thread: what the cluster has removed meanwhile would never come. */
    private <T> T unlessLost(Supplier<T> wait) {
        return Workers.join(rooms.anchors().unlessLost(rooms.workers().start(wait)));
    }

    private List<HasMetadata> perform(SandboxPlan plan, Wave wave, Map<String, OwnerReference> owners) {
        if (deadline.over()) {
            throw new SandboxException(
                    "Sandbox [%s] could not be opened within [%d s]: the time was over before wave [%s]"
                            .formatted(plan.key(), spec.timeout().toSeconds(), wave));
        }
        List<Step> steps = plan.waves().getOrDefault(wave, List.of());
        return rooms.writes().perform(steps, owners);
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

    private void tell(SandboxPlan plan, Map<PlannedFork, LiveFork> live, Liveness liveness) {
        LOG.info(
                "Sandbox {} for {} in namespace {} is open after {} ms: {}; routes {}",
                plan.key(),
                spec.owner(),
                plan.namespace(),
                (System.nanoTime() - start) / 1_000_000,
                live.values().stream()
                        .map(fork -> "%s as %s with image %s".formatted(fork.workload(), fork.name(), fork.image()))
                        .collect(Collectors.joining(", ")),
                liveness);
    }

    private static void abandon(OpenSandbox sandbox, Throwable failure) {
        try {
            sandbox.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}

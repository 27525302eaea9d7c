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
package dev.spurline.internal.ready;

import dev.spurline.ForkFailedException;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.Labels;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.watch.Watched;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the forks of one sandbox by watch, from before their Deployments are made until the sandbox closes. */
public final class ForkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForkWatch.class);

    private final KubernetesClient client;
    private final SandboxPlan plan;
    private final SelectionGate gate;
    private final Autopsy autopsy;
    private final Object change = new Object();
    private final List<Watched<Pod>> pods = new ArrayList<>();
    private final List<Watched<Deployment>> deployments = new ArrayList<>();
    private final List<Watched<EndpointSlice>> slices = new ArrayList<>();
    private long changes;
    private boolean closed;

    /**
     * Prepares the watches of a sandbox.
     *
     * @param client reaches the cluster
     * @param workers run what an event calls for
     * @param plan the sandbox
     */
    public ForkWatch(KubernetesClient client, Workers workers, SandboxPlan plan) {
        this.client = client;
        this.plan = plan;
        this.gate = new SelectionGate(client, workers, plan, this::wake);
        this.autopsy = new Autopsy(client);
    }

    /**
     * Opens the watches and returns when the server has taken them.
     *
     * @param workers open them at once
     */
    public void open(Workers workers) {
        List<Runnable> calls = new ArrayList<>();
        plan.forks().stream().map(PlannedFork::namespace).distinct().forEach(namespace -> {
            calls.add(() -> add(pods, watchPods(namespace)));
            calls.add(() -> add(deployments, watchDeployments(namespace)));
            calls.add(() -> add(slices, watchSlices(namespace)));
            calls.add(() -> gate.follow(namespace));
        });
        workers.all(calls);
    }

    /** An opening that failed may have closed all before the last watch was open. */
    private <T extends HasMetadata> void add(List<Watched<T>> list, Watched<T> watched) {
        synchronized (change) {
            list.add(watched);
            if (closed) {
                watched.close();
            }
        }
    }

    private Watched<Pod> watchPods(String namespace) {
        return Watched.open(
                () -> client.pods()
                        .inNamespace(namespace)
                        .withLabel(Labels.SANDBOX, plan.key().value()),
                pod -> {
                    gate.consider(pod);
                    wake();
                });
    }

    private Watched<Deployment> watchDeployments(String namespace) {
        return Watched.open(
                () -> client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withLabel(Labels.SANDBOX, plan.key().value()),
                deployment -> wake());
    }

    private Watched<EndpointSlice> watchSlices(String namespace) {
        String[] names = plan.forks().stream()
                .filter(fork -> fork.namespace().equals(namespace))
                .flatMap(fork -> services(fork).stream())
                .toArray(String[]::new);
        return Watched.open(
                () -> client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabelIn("kubernetes.io/service-name", names),
                slice -> wake());
    }

    private void wake() {
        synchronized (change) {
            changes++;
            change.notifyAll();
        }
    }

    /**
     * Waits until all forks are ready.
     *
     * @param deadline how long
     * @return the pod of each fork, in the order of the plan
     * @throws ForkFailedException as soon as one of them cannot become ready by waiting, or at the deadline
     */
    public Map<PlannedFork, Pod> await(Deadline deadline) {
        Progress progress =
                new Progress(System::nanoTime, text -> LOG.info("Sandbox {} waits for {}", plan.key(), text));
        while (true) {
            long seen = seen();
            Map<PlannedFork, ForkState> states = states();
            states.forEach(this::refuseFailed);
            List<String> waiting = waiting(states);
            if (waiting.isEmpty()) {
                return ready(states);
            }
            progress.tell(String.join("; ", waiting));
            if (deadline.over()) {
                throw late(states);
            }
            pause(seen, Math.min(deadline.left().toMillis(), progress.pause().toMillis()) + 1);
        }
    }

    private long seen() {
        synchronized (change) {
            return changes;
        }
    }

    private void pause(long seen, long millis) {
        Deadline pause = Deadline.in(Duration.ofMillis(millis));
        try {
            synchronized (change) {
                while (changes == seen && !pause.over()) {
                    change.wait(pause.left().toMillis() + 1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForkFailedException(
                    "Waiting for the forks of sandbox [%s] was interrupted".formatted(plan.key()), e);
        }
    }

    private Map<PlannedFork, ForkState> states() {
        Map<PlannedFork, ForkState> states = new LinkedHashMap<>();
        plan.forks().forEach(fork -> states.put(fork, state(fork)));
        return states;
    }

    private ForkState state(PlannedFork fork) {
        List<Pod> own = pods(fork);
        Optional<ForkState.Failed> selected = gate.refusal(own);
        return selected.isPresent()
                ? selected.get()
                : ForkState.of(
                        all(deployments).stream()
                                .filter(deployment ->
                                        deployment.getMetadata().getName().equals(fork.deployment()))
                                .findFirst(),
                        own,
                        services(fork),
                        all(slices));
    }

    private static List<String> services(PlannedFork fork) {
        return fork.services().stream().map(ForkService::fork).toList();
    }

    private List<Pod> pods(PlannedFork fork) {
        return all(pods).stream()
                .filter(pod -> pod.getMetadata().getNamespace().equals(fork.namespace()))
                .filter(pod -> pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(fork.podLabels().entrySet()))
                .toList();
    }

    private <T extends HasMetadata> Collection<T> all(List<Watched<T>> watches) {
        synchronized (change) {
            return watches.stream().flatMap(watched -> watched.all().stream()).toList();
        }
    }

    /** Returns the fork's ready pod, as far as the watches know. */
    public Optional<Pod> pod(PlannedFork fork) {
        return state(fork) instanceof ForkState.Ready ready ? Optional.of(ready.pod()) : Optional.empty();
    }

    /** Returns what has become of a fork, for people. */
    public String describe(PlannedFork fork) {
        ForkState state = state(fork);
        if (state instanceof ForkState.Ready ready) {
            return "ready in pod [%s]".formatted(ready.pod().getMetadata().getName());
        }
        return state instanceof ForkState.Failed failed ? failed.reason() : ((ForkState.Waiting) state).seen();
    }

    /** Returns why a fork must no longer be trusted, such as a foreign Service that now selects it. */
    public Optional<String> broken() {
        return gate.refusal(List.copyOf(all(pods))).map(ForkState.Failed::reason);
    }

    private static List<String> waiting(Map<PlannedFork, ForkState> states) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ForkState.Waiting)
                .map(entry -> "fork [%s]: %s"
                        .formatted(entry.getKey().workload(), ((ForkState.Waiting) entry.getValue()).seen()))
                .toList();
    }

    private static Map<PlannedFork, Pod> ready(Map<PlannedFork, ForkState> states) {
        Map<PlannedFork, Pod> ready = new LinkedHashMap<>();
        states.forEach((fork, state) -> ready.put(fork, ((ForkState.Ready) state).pod()));
        return ready;
    }

    private void refuseFailed(PlannedFork fork, ForkState state) {
        if (state instanceof ForkState.Failed failed) {
            throw new ForkFailedException("Fork [%s] in namespace [%s] cannot become ready: %s%s"
                    .formatted(
                            fork.workload(),
                            fork.namespace(),
                            failed.reason(),
                            details(fork, failed.pod(), failed.container(), true)));
        }
    }

    private ForkFailedException late(Map<PlannedFork, ForkState> states) {
        Map.Entry<PlannedFork, ForkState> first = states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ForkState.Waiting)
                .findFirst()
                .orElseThrow();
        PlannedFork fork = first.getKey();
        Optional<String> pod =
                pods(fork).stream().map(found -> found.getMetadata().getName()).findFirst();
        return new ForkFailedException(
                "Fork [%s] in namespace [%s] is not ready in time: %s. Give it longer with timeout, or see what it does:%s"
                        .formatted(
                                fork.workload(),
                                fork.namespace(),
                                ((ForkState.Waiting) first.getValue()).seen(),
                                details(fork, pod, Optional.of(fork.container()), false)));
    }

    private String details(PlannedFork fork, Optional<String> pod, Optional<String> container, boolean previous) {
        String about = pod.orElse(fork.deployment());
        String events = section("events of " + about, autopsy.events(fork.namespace(), about));
        return events
                + container
                        .filter(name -> pod.isPresent())
                        .map(name -> section(
                                "last log lines of container " + name,
                                autopsy.log(fork.namespace(), pod.orElseThrow(), name, previous)))
                        .orElse("");
    }

    private static String section(String title, List<String> lines) {
        return lines.stream()
                .collect(Collectors.joining("\n    ", "\n  " + title + ":\n    ", lines.isEmpty() ? "(none)" : ""));
    }

    @Override
    public void close() {
        gate.close();
        synchronized (change) {
            closed = true;
            pods.forEach(Watched::close);
            deployments.forEach(Watched::close);
            slices.forEach(Watched::close);
        }
    }
}

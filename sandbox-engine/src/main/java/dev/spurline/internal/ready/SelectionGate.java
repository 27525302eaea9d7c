// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.WatchedObjects;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a fork's pod become ready only after no foreign Service was seen to select it, and closes again if one does
 * later: the baseline's requests must never reach a fork.
 */
final class SelectionGate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SelectionGate.class);
    private static final int FORBIDDEN = 403;
    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final SandboxPlan plan;
    private final Runnable wake;
    private final Set<String> considered = ConcurrentHashMap.newKeySet();
    private final Map<String, Pod> opened = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> selected = reason -> {};

    SelectionGate(KubernetesClient client, EngineThreads workers, SandboxPlan plan, Runnable wake) {
        this.client = client;
        this.workers = workers;
        this.plan = plan;
        this.wake = wake;
    }

    /** Has somebody told when a pod is selected: a closed gate does not keep a Service from it that publishes all pods. */
    void onSelected(Consumer<String> told) {
        selected = told;
    }

    /** Looks at the Services of a namespace for selectors that come later. */
    void follow(WatchedObjects<Service> services) {
        ends.add(services.follow(this::closeIfSelected));
    }

    /** Looks at a pod that is new. */
    void consider(Pod pod) {
        boolean gated = pod.getSpec().getReadinessGates().stream()
                .map(PodReadinessGate::getConditionType)
                .anyMatch(SpurlineLabels.UNSELECTED::equals);
        if (gated && considered.add(pod.getMetadata().getUid())) {
            CompletableFuture<Boolean> check = workers.run(() -> openIfUnselected(pod));
            check.whenComplete((done, failure) -> wake.run()).exceptionally(failure -> refuse(pod, failure));
        }
    }

    private boolean refuse(Pod pod, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        boolean forbidden = cause instanceof KubernetesClientException answer && answer.getCode() == FORBIDDEN;
        refused.put(
                pod.getMetadata().getUid(),
                "its readiness gate [%s] could not be set: %s%s"
                        .formatted(
                                SpurlineLabels.UNSELECTED,
                                ErrorMessage.of(cause),
                                forbidden ? "; ask for the verbs list on services and patch on pods/status" : ""));
        wake.run();
        return false;
    }

    private void openIfUnselected(Pod pod) {
        // First of all: a Service that comes after the list is seen by the watch, and must find the pod here.
        opened.put(pod.getMetadata().getUid(), withoutContent(pod));
        Collection<Service> fresh = RetryPolicy.whole(
                "LIST services",
                () -> client.services()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .list()
                        .getItems());
        Optional<String> intruder = intruder(pod, fresh);
        if (intruder.isPresent()) {
            refused.put(pod.getMetadata().getUid(), intruder.get());
            selected.accept(intruder.get());
            return;
        }
        open(pod);
    }

    /** A selector that comes later is compared with the labels: the rest is in the view of the namespace, and not kept twice. */
    private static Pod withoutContent(Pod pod) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .withLabels(pod.getMetadata().getLabels())
                .endMetadata()
                .build();
    }

    /** Not while the gate is being closed: what is written last stays. */
    private synchronized void open(Pod pod) {
        if (!refused.containsKey(pod.getMetadata().getUid())) {
            patch(pod, "True", "NoForeignSelector");
        }
    }

    private synchronized void close(Pod pod) {
        patch(pod, "False", "ForeignSelector");
    }

    private Optional<String> intruder(Pod pod, Collection<Service> services) {
        return services.stream()
                .filter(service -> !plan.key().value().equals(SpurlineLabels.on(service, SpurlineLabels.SANDBOX)))
                .filter(service -> selects(service, pod))
                .map(service -> "Service [%s] selects its pod by %s, so requests of others would reach the fork"
                        .formatted(
                                service.getMetadata().getName(),
                                service.getSpec().getSelector()))
                .findFirst();
    }

    private void closeIfSelected(Service service) {
        for (Pod pod : opened.values()) {
            if (pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())) {
                intruder(pod, List.of(service)).ifPresent(reason -> closeGate(pod, reason));
            }
        }
    }

    private void closeGate(Pod pod, String reason) {
        if (refused.putIfAbsent(pod.getMetadata().getUid(), reason) == null) {
            selected.accept(reason);
            workers.run(() -> close(pod))
                    .whenComplete((done, failure) -> wake.run())
                    .exceptionally(failure -> {
                        LOG.warn(
                                "Readiness gate of [{}] could not be closed: {}",
                                pod.getMetadata().getName(),
                                plan.mask().clean(ErrorMessage.of(FailureCollector.root(failure))));
                        return false;
                    });
        }
    }

    private void patch(Pod pod, String status, String reason) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String patch =
                "{\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"%s\",\"reason\":\"%s\",\"lastTransitionTime\":\"%s\"}]}}"
                        .formatted(SpurlineLabels.UNSELECTED, status, reason, time);
        try {
            RetryPolicy.whole(
                    "PATCH pods/status",
                    () -> client.resource(pod).subresource("status").patch(STRATEGIC, patch));
        } catch (KubernetesClientException e) {
            // A pod that is gone needs no gate.
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }

    /** Returns why one of the pods must not serve. */
    Optional<ForkState.Failed> refusal(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> refused.containsKey(pod.getMetadata().getUid()))
                .map(pod -> new ForkState.Failed(
                        refused.getOrDefault(pod.getMetadata().getUid(), ""),
                        Optional.of(pod.getMetadata().getName()),
                        Optional.empty()))
                .findFirst();
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}

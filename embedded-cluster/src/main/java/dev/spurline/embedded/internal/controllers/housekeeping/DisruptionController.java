// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the status of each PodDisruptionBudget, which evictions are judged by.
 *
 * <p>Source: {@code pkg/controller/disruption/disruption.go} (updatePdbStatus).
 */
public final class DisruptionController {

    private final ControllerContext context;
    private final ObjectStore<PodDisruptionBudget> budgets;
    private final ObjectStore<Pod> pods;

    /** Begins to work on all budgets. */
    public DisruptionController(ControllerContext context) {
        this.context = context;
        budgets = context.store(PodDisruptionBudget.class);
        pods = context.store(Pod.class);
        WorkQueue<ObjectName> queue = context.queue("PodDisruptionBudget", this::reconcile);
        budgets.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(change -> budgets.inNamespace(change.latest().getMetadata().getNamespace()).stream()
                .filter(budget -> Stream.of(change.before(), change.after())
                        .filter(Objects::nonNull)
                        .anyMatch(pod -> selects(budget, pod)))
                .forEach(budget -> queue.add(ObjectName.of(budget))));
    }

    private static boolean selects(PodDisruptionBudget budget, Pod pod) {
        return Selectors.selects(
                budget.getSpec().getSelector(), pod.getMetadata().getLabels());
    }

    private void reconcile(ObjectName name) {
        budgets.get(name.namespace(), name.name())
                .filter(budget -> !OwnerReferences.deleting(budget))
                .ifPresent(this::reconcile);
    }

    private void reconcile(PodDisruptionBudget budget) {
        List<Pod> selected = pods.inNamespace(budget.getMetadata().getNamespace()).stream()
                .filter(pod -> selects(budget, pod) && !PodLifecycle.finished(pod))
                .toList();
        PodDisruptionBudgetStatus status =
                DisruptionAllowance.of(budget, selected, expected(budget, selected), Instant.now());
        if (!status.equals(budget.getStatus())) {
            context.writer()
                    .updateStatus(new PodDisruptionBudgetBuilder(budget)
                            .withStatus(status)
                            .build());
        }
    }

    /** As many pods as there are, or as many as their owners want, if the budget is stated against those. */
    private int expected(PodDisruptionBudget budget, List<Pod> selected) {
        if (!DisruptionAllowance.relative(budget)) {
            return selected.size();
        }
        Map<String, Integer> scales = selected.stream()
                .flatMap(pod -> scale(pod).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));
        return scales.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Optional<Map.Entry<String, Integer>> scale(Pod pod) {
        return OwnerReferences.controller(pod)
                .map(owner -> context.store(ReplicaSet.class)
                        .byUid(owner.getUid())
                        .map(this::scale)
                        .or(() -> context.store(StatefulSet.class)
                                .byUid(owner.getUid())
                                .map(set -> entry(set, set.getSpec().getReplicas())))
                        .orElse(Map.entry(owner.getUid(), 0)));
    }

    private Map.Entry<String, Integer> scale(ReplicaSet set) {
        return OwnerReferences.controller(set)
                .flatMap(owner -> context.store(Deployment.class).byUid(owner.getUid()))
                .map(deployment -> entry(deployment, deployment.getSpec().getReplicas()))
                .orElseGet(() -> entry(set, set.getSpec().getReplicas()));
    }

    private static Map.Entry<String, Integer> entry(HasMetadata owner, @Nullable Integer replicas) {
        return Map.entry(owner.getMetadata().getUid(), replicas == null ? 1 : replicas);
    }
}

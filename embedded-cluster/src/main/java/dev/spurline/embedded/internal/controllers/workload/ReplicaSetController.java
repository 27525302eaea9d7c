// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.ControllerClaims;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodControl;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many pods of each ReplicaSet as it asks for.
 *
 * <p>Source: {@code pkg/controller/replicaset/replica_set.go}.
 */
public final class ReplicaSetController {

    private final ControllerContext context;
    private final ObjectStore<ReplicaSet> sets;
    private final ObjectStore<Pod> pods;
    private final PodControl control;
    private final ControllerClaims claims;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all ReplicaSets. */
    public ReplicaSetController(ControllerContext context) {
        this.context = context;
        sets = context.store(ReplicaSet.class);
        pods = context.store(Pod.class);
        control = new PodControl(context, "replicaset-controller");
        claims = new ControllerClaims(context.writer());
        queue = context.queue("ReplicaSet", this::reconcile);
        sets.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(this::podChanged);
    }

    private void podChanged(ObjectChange<Pod> change) {
        Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .flatMap(pod -> OwnerReferences.controller(pod).stream())
                .flatMap(owner -> sets.byUid(owner.getUid()).stream())
                .map(ObjectName::of)
                .distinct()
                .forEach(queue::add);
        if (!change.gone() && ControllerClaims.free(change.latest())) {
            sets.inNamespace(change.latest().getMetadata().getNamespace()).stream()
                    .filter(set -> Selectors.selects(
                            set.getSpec().getSelector(),
                            change.latest().getMetadata().getLabels()))
                    .forEach(set -> queue.add(ObjectName.of(set)));
        }
    }

    private void reconcile(ObjectName name) {
        sets.get(name.namespace(), name.name()).ifPresent(this::reconcile);
    }

    private void reconcile(ReplicaSet set) {
        List<Pod> owned = claims.of(set, set.getSpec().getSelector(), pods);
        KubernetesClientException failure = OwnerReferences.deleting(set) ? null : manage(set, owned);
        List<Pod> after = pods.controlledBy(set.getMetadata().getUid());
        writeStatus(set, after, failure);
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable KubernetesClientException manage(ReplicaSet set, List<Pod> owned) {
        List<Pod> active = owned.stream().filter(PodLifecycle::active).toList();
        int missing = ReplicaCounts.wanted(set) - active.size();
        try {
            for (int i = 0; i < missing; i++) {
                control.create(PodLifecycle.from(set.getSpec().getTemplate(), set), set);
            }
            PodDeletionOrder.of(active, Math.max(0, -missing)).forEach(pod -> control.delete(pod, set));
            return null;
        } catch (KubernetesClientException refused) {
            return ApiRefusals.namespaceTerminating(refused) ? null : refused;
        }
    }

    private void writeStatus(ReplicaSet set, List<Pod> owned, @Nullable KubernetesClientException failure) {
        Instant now = Instant.now();
        ReplicaSetStatus status = ReplicaSetStatusView.of(set, owned, explain(set, owned, failure), now);
        if (!status.equals(set.getStatus())) {
            context.writer()
                    .updateStatus(new ReplicaSetBuilder(set).withStatus(status).build());
        }
        int minReady = ReplicaCounts.orZero(set.getSpec().getMinReadySeconds());
        if (minReady > 0) {
            owned.stream()
                    .filter(pod -> PodLifecycle.active(pod)
                            && PodLifecycle.ready(pod)
                            && !PodLifecycle.available(pod, minReady, now))
                    .map(pod -> ApiTimes.until(PodLifecycle.availableFrom(pod, minReady), now))
                    .min(Duration::compareTo)
                    .ifPresent(delay -> queue.addAfter(ObjectName.of(set), delay));
        }
    }

    private static Optional<ReplicaSetStatusView.ReplicaFailure> explain(
            ReplicaSet set, List<Pod> owned, @Nullable KubernetesClientException failure) {
        if (failure == null) {
            return Optional.empty();
        }
        boolean tooFew = owned.stream().filter(PodLifecycle::active).count() < ReplicaCounts.wanted(set);
        return Optional.of(new ReplicaSetStatusView.ReplicaFailure(
                tooFew ? "FailedCreate" : "FailedDelete", ApiRefusals.message(failure)));
    }
}

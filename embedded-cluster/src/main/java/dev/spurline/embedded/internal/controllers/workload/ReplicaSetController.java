// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Refusals;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.client.Times;
import dev.spurline.embedded.internal.controllers.runtime.Claims;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.Owners;
import dev.spurline.embedded.internal.controllers.runtime.PodControl;
import dev.spurline.embedded.internal.controllers.runtime.Pods;
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
    private final Claims claims;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all ReplicaSets. */
    public ReplicaSetController(ControllerContext context) {
        this.context = context;
        sets = context.store(ReplicaSet.class);
        pods = context.store(Pod.class);
        control = new PodControl(context, "replicaset-controller");
        claims = new Claims(context.writer());
        queue = context.queue("ReplicaSet", this::reconcile);
        sets.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(this::podChanged);
    }

    private void podChanged(ObjectChange<Pod> change) {
        Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .flatMap(pod -> Owners.controller(pod).stream())
                .flatMap(owner -> sets.byUid(owner.getUid()).stream())
                .map(ObjectName::of)
                .distinct()
                .forEach(queue::add);
        if (!change.gone() && Claims.free(change.latest())) {
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
        KubernetesClientException failure = Owners.deleting(set) ? null : manage(set, owned);
        List<Pod> after = pods.controlledBy(set.getMetadata().getUid());
        writeStatus(set, after, failure);
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable KubernetesClientException manage(ReplicaSet set, List<Pod> owned) {
        List<Pod> active = owned.stream().filter(Pods::active).toList();
        int missing = Replicas.wanted(set) - active.size();
        try {
            for (int i = 0; i < missing; i++) {
                control.create(Pods.from(set.getSpec().getTemplate(), set), set);
            }
            Victims.of(active, Math.max(0, -missing)).forEach(pod -> control.delete(pod, set));
            return null;
        } catch (KubernetesClientException refused) {
            return Refusals.namespaceTerminating(refused) ? null : refused;
        }
    }

    private void writeStatus(ReplicaSet set, List<Pod> owned, @Nullable KubernetesClientException failure) {
        Instant now = Instant.now();
        ReplicaSetStatus status = ReplicaSetStatusView.of(set, owned, explain(set, owned, failure), now);
        if (!status.equals(set.getStatus())) {
            context.writer()
                    .updateStatus(new ReplicaSetBuilder(set).withStatus(status).build());
        }
        int minReady = Replicas.orZero(set.getSpec().getMinReadySeconds());
        if (minReady > 0) {
            owned.stream()
                    .filter(pod -> Pods.active(pod) && Pods.ready(pod) && !Pods.available(pod, minReady, now))
                    .map(pod -> Times.until(Pods.availableFrom(pod, minReady), now))
                    .min(Duration::compareTo)
                    .ifPresent(delay -> queue.addAfter(ObjectName.of(set), delay));
        }
    }

    private static Optional<ReplicaSetStatusView.Failure> explain(
            ReplicaSet set, List<Pod> owned, @Nullable KubernetesClientException failure) {
        if (failure == null) {
            return Optional.empty();
        }
        boolean tooFew = owned.stream().filter(Pods::active).count() < Replicas.wanted(set);
        return Optional.of(
                new ReplicaSetStatusView.Failure(tooFew ? "FailedCreate" : "FailedDelete", Refusals.message(failure)));
    }
}

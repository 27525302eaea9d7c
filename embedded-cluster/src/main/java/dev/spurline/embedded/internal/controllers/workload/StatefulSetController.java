// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerClaims;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodControl;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the numbered pods of each StatefulSet, one after the other.
 *
 * <p>Source: {@code pkg/controller/statefulset/stateful_set.go} (syncStatefulSet).
 */
public final class StatefulSetController {

    private final ControllerContext context;
    private final ObjectStore<StatefulSet> sets;
    private final ObjectStore<Pod> pods;
    private final PodControl control;
    private final ControllerClaims claims;

    /** Begins to work on all StatefulSets. */
    public StatefulSetController(ControllerContext context) {
        this.context = context;
        sets = context.store(StatefulSet.class);
        pods = context.store(Pod.class);
        control = new PodControl(context, "statefulset-controller");
        claims = new ControllerClaims(context.writer());
        WorkQueue<ObjectName> queue = context.queue("StatefulSet", this::reconcile);
        sets.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(change -> OwnerReferences.controller(change.latest())
                .flatMap(owner -> sets.byUid(owner.getUid()))
                .ifPresent(set -> queue.add(ObjectName.of(set))));
    }

    private void reconcile(ObjectName name) {
        sets.get(name.namespace(), name.name()).ifPresent(this::reconcile);
    }

    private void reconcile(StatefulSet set) {
        List<Pod> owned = claims.of(set, set.getSpec().getSelector(), pods);
        if (!OwnerReferences.deleting(set)) {
            StatefulSetPlan plan = StatefulSetPlan.of(set, owned);
            plan.surplus().forEach(pod -> control.delete(pod, set));
            plan.missing().forEach(ordinal -> create(set, ordinal));
        }
        StatefulSetStatus status =
                StatefulSetPlan.status(set, pods.controlledBy(set.getMetadata().getUid()), Instant.now());
        if (!status.equals(set.getStatus())) {
            context.writer()
                    .updateStatus(new StatefulSetBuilder(set).withStatus(status).build());
        }
    }

    private void create(StatefulSet set, int ordinal) {
        ObjectStore<PersistentVolumeClaim> present = context.store(PersistentVolumeClaim.class);
        StatefulSetPod.claims(set, ordinal).stream()
                .filter(claim -> present.get(
                                claim.getMetadata().getNamespace(),
                                claim.getMetadata().getName())
                        .isEmpty())
                .forEach(claim -> context.writer().create(claim));
        control.create(StatefulSetPod.of(set, ordinal), set);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerClaims;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodControl;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.time.Instant;
import java.util.List;

/**
 * Keeps one pod of each DaemonSet on every node that it may run on.
 *
 * <p>Source: {@code pkg/controller/daemon/daemon_controller.go} (syncDaemonSet, updateDaemonSetStatus).
 */
public final class DaemonSetController {

    private final ControllerContext context;
    private final ObjectStore<DaemonSet> sets;
    private final ObjectStore<Pod> pods;
    private final ObjectStore<Node> nodes;
    private final PodControl control;
    private final ControllerClaims claims;

    /** Begins to work on all DaemonSets. */
    public DaemonSetController(ControllerContext context) {
        this.context = context;
        sets = context.store(DaemonSet.class);
        pods = context.store(Pod.class);
        nodes = context.store(Node.class);
        control = new PodControl(context, "daemonset-controller");
        claims = new ControllerClaims(context.writer());
        WorkQueue<ObjectName> queue = context.queue("DaemonSet", this::reconcile);
        sets.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(change -> OwnerReferences.controller(change.latest())
                .flatMap(owner -> sets.byUid(owner.getUid()))
                .ifPresent(set -> queue.add(ObjectName.of(set))));
        nodes.listen(change -> sets.all().forEach(set -> queue.add(ObjectName.of(set))));
    }

    private void reconcile(ObjectName name) {
        sets.get(name.namespace(), name.name()).ifPresent(this::reconcile);
    }

    private void reconcile(DaemonSet set) {
        List<Pod> owned = claims.of(set, set.getSpec().getSelector(), pods);
        List<Node> present = nodes.all().toList();
        if (!OwnerReferences.deleting(set)) {
            DaemonSetPlan plan = DaemonSetPlan.of(set, present, owned);
            plan.surplus().forEach(pod -> control.delete(pod, set));
            plan.missing().forEach(pod -> control.create(pod, set));
        }
        List<Pod> after = pods.controlledBy(set.getMetadata().getUid()).stream()
                .filter(PodLifecycle::active)
                .toList();
        DaemonSetStatus status = DaemonSetPlan.status(set, present, after, Instant.now());
        if (!status.equals(set.getStatus())) {
            context.writer()
                    .updateStatus(new DaemonSetBuilder(set).withStatus(status).build());
        }
    }
}

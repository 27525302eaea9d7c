// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Removes pods that no node will ever confirm as ended: those going on no node, and those of a node that is gone.
 *
 * <p>Source: {@code pkg/controller/podgc/gc_controller.go} (gcOrphaned, gcUnscheduledTerminating).
 */
public final class LostPods {

    /** As long as Kubernetes itself waits for a node to come back. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    private final ControllerContext context;
    private final ObjectStore<Pod> pods;
    private final ObjectStore<Node> nodes;
    private final WorkQueue<ObjectName> unbound;
    private final WorkQueue<String> lost;

    /** Begins to watch all pods and nodes. */
    public LostPods(ControllerContext context) {
        this.context = context;
        pods = context.store(Pod.class);
        nodes = context.store(Node.class);
        unbound = context.queue("unbound pod", this::removeUnbound);
        lost = new WorkQueue<>("lost node", context.workers(), this::removeLost);
        pods.listen(change -> {
            if (!change.gone()) {
                seen(change.latest());
            }
        });
        nodes.listen(change -> {
            if (change.gone()) {
                lost.addAfter(change.latest().getMetadata().getName(), QUARANTINE);
            }
        });
    }

    private void seen(Pod pod) {
        if (!PodLifecycle.bound(pod) && OwnerReferences.deleting(pod)) {
            unbound.add(ObjectName.of(pod));
        } else if (PodLifecycle.bound(pod)
                && nodes.get("", pod.getSpec().getNodeName()).isEmpty()) {
            lost.addAfter(pod.getSpec().getNodeName(), QUARANTINE);
        }
    }

    private void removeUnbound(ObjectName name) {
        pods.get(name.namespace(), name.name())
                .filter(pod -> !PodLifecycle.bound(pod) && OwnerReferences.deleting(pod))
                .ifPresent(pod -> context.writer().delete(pod, DeletionMode.FORCED));
    }

    private void removeLost(String node) {
        if (nodes.get("", node).isEmpty()) {
            pods.all()
                    .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                    .toList()
                    .forEach(this::remove);
        }
    }

    private void remove(Pod pod) {
        if (!PodLifecycle.finished(pod)) {
            PodCondition condition = new PodConditionBuilder()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason("DeletionByPodGC")
                    .withMessage("PodGC: node no longer exists")
                    .withLastTransitionTime(ApiTimes.now())
                    .build();
            context.writer().mergeStatus(pod, Map.of("phase", "Failed", "conditions", List.of(condition)));
        }
        context.writer().delete(pod, DeletionMode.FORCED);
    }
}

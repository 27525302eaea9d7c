// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ApiWriter;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Binds each pod that waits for a node to one that fits, or says why none does.
 *
 * <p>Source: {@code pkg/scheduler/schedule_one.go}.
 */
public final class Scheduler {

    private static final String NAME = "default-scheduler";

    private final ControllerContext context;
    private final ApiWriter writer;
    private final ObjectStore<Pod> pods;
    private final ObjectStore<Node> nodes;
    private final ObjectStore<PersistentVolumeClaim> claims;
    private final WorkQueue<ObjectName> queue;

    /** Begins to schedule all pods. */
    public Scheduler(ControllerContext context) {
        this.context = context;
        writer = context.writer().as("kube-scheduler");
        pods = context.store(Pod.class);
        nodes = context.store(Node.class);
        claims = context.store(PersistentVolumeClaim.class);
        queue = context.queue("Scheduler", this::reconcile);
        pods.listen(this::podChanged);
        nodes.listen(this::nodeChanged);
        claims.listen(change -> {
            if (change.before() == null) {
                retry();
            }
        });
    }

    private void podChanged(ObjectChange<Pod> change) {
        if (!change.gone() && waits(change.latest())) {
            queue.add(ObjectName.of(change.latest()));
        } else if (change.before() != null
                && PodLifecycle.bound(change.latest())
                && (change.gone() || PodLifecycle.finished(change.latest()))) {
            retry();
        }
    }

    /** A heartbeat changes nothing for the scheduler; what a node offers does. */
    private void nodeChanged(ObjectChange<Node> change) {
        if (!change.gone()
                && (change.before() == null || !NodeInfo.of(change.before()).equals(NodeInfo.of(change.latest())))) {
            retry();
        }
    }

    private void retry() {
        pods.all().filter(Scheduler::waits).forEach(pod -> queue.add(ObjectName.of(pod)));
    }

    private static boolean waits(Pod pod) {
        return !PodLifecycle.bound(pod)
                && PodLifecycle.active(pod)
                && NAME.equals(
                        Optional.ofNullable(pod.getSpec().getSchedulerName()).orElse(NAME))
                && pod.getSpec().getSchedulingGates().isEmpty();
    }

    private void reconcile(ObjectName name) {
        pods.get(name.namespace(), name.name()).filter(Scheduler::waits).ifPresent(this::schedule);
    }

    /** One at a time, so that two pods are never given the same room. */
    private synchronized void schedule(Pod pod) {
        List<Pod> running = pods.all()
                .filter(other -> PodLifecycle.bound(other) && !PodLifecycle.finished(other))
                .toList();
        List<NodeInfo> offers = nodes.all().map(NodeInfo::of).toList();
        PodPlacement placement = missingClaim(pod)
                .filter(missing -> !offers.isEmpty())
                .<PodPlacement>map(missing -> PodPlacement.Unschedulable.without(missing, offers.size()))
                .orElseGet(() -> PodPlacement.of(pod, offers, running));
        try {
            if (placement instanceof PodPlacement.OnNode on) {
                bind(pod, on.node());
            } else if (placement instanceof PodPlacement.Unschedulable nowhere) {
                explain(pod, nowhere.message());
            }
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.notFound(refused)) {
                throw refused;
            }
        }
    }

    private Optional<String> missingClaim(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(PersistentVolumeClaimVolumeSource::getClaimName)
                .filter(claim ->
                        claims.get(pod.getMetadata().getNamespace(), claim).isEmpty())
                .findFirst();
    }

    private void bind(Pod pod, String node) {
        writer.post(
                pod,
                "binding",
                new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName())
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withUid(pod.getMetadata().getUid())
                        .endMetadata()
                        .withNewTarget()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(node)
                        .endTarget()
                        .build());
        pods.assume(new PodBuilder(pod).editSpec().withNodeName(node).endSpec().build());
        String message = "Successfully assigned %s/%s to %s"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), node);
        context.events().scheduling(pod, "Normal", "Scheduled", "Binding", message);
    }

    private void explain(Pod pod, String message) {
        Optional<PodCondition> present = PodLifecycle.condition(pod, "PodScheduled");
        if (present.filter(condition -> message.equals(condition.getMessage())).isPresent()
                || OwnerReferences.deleting(pod)) {
            return;
        }
        PodCondition condition = new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("False")
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .withReason("Unschedulable")
                .withMessage(message)
                .withLastTransitionTime(
                        present.map(PodCondition::getLastTransitionTime).orElseGet(ApiTimes::now))
                .build();
        context.events().scheduling(pod, "Warning", "FailedScheduling", "Scheduling", message);
        writer.mergeStatus(pod, Map.of("conditions", List.of(condition)));
    }
}

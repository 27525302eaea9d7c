// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Ended;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Running;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pod at one moment, as the node knows it; computes the status that a kubelet would report.
 *
 * <p>Source: {@code pkg/kubelet/kubelet_pods.go} (getPhase) and {@code pkg/kubelet/status/generate.go}.
 *
 * @param init the init containers
 * @param main the containers
 * @param ip the pod's address; empty: none yet
 * @param hostIp the node's address
 * @param since when the node accepted the pod
 * @param sandbox whether the pod's place in the network is there
 * @param over whether no container will run again
 * @param failure why the node has ended the pod, if it did
 */
public record PodView(
        List<ContainerView> init,
        List<ContainerView> main,
        String ip,
        String hostIp,
        Instant since,
        boolean sandbox,
        boolean over,
        Optional<PodFailure> failure) {

    private static final Set<String> OWN =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    /** Why a node ends a pod of its own accord. */
    public record PodFailure(String reason, String message) {}

    /** What a condition says. */
    private record ConditionValue(String type, boolean met, String reason, String message) {

        static ConditionValue met(String type) {
            return new ConditionValue(type, true, "", "");
        }
    }

    /** Returns the status of a pod; conditions that others have written stay. */
    public PodStatus status(Pod pod, Instant now) {
        String phase = phase(pod);
        PodStatus present = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        return new PodStatusBuilder()
                .withPhase(phase)
                .withReason(failure.map(PodFailure::reason).orElse(null))
                .withMessage(failure.map(PodFailure::message).orElse(null))
                .withConditions(conditions(pod, phase, present.getConditions(), now))
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .withHostIP(hostIp)
                .addNewHostIP(hostIp)
                .withPodIP(ip.isEmpty() ? null : ip)
                .addAllToPodIPs(ip.isEmpty() ? List.of() : List.of(new io.fabric8.kubernetes.api.model.PodIP(ip)))
                .withStartTime(ApiTimes.seconds(since))
                .withQosClass(present.getQosClass())
                .withInitContainerStatuses(
                        init.stream().map(PodView::initStatus).toList())
                .withContainerStatuses(main.stream().map(ContainerView::status).toList())
                .build();
    }

    private List<ContainerView> sidecars() {
        return init.stream().filter(ContainerView::sidecar).toList();
    }

    private static boolean running(List<ContainerView> containers) {
        return containers.stream().anyMatch(container -> container.phase() instanceof Running);
    }

    /**
     * An init container is ready when it has done its work, unless it goes on.
     *
     * <p>Source: {@code pkg/kubelet/prober/prober_manager.go} (UpdatePodStatus).
     */
    private static ContainerStatus initStatus(ContainerView container) {
        ContainerStatus status = container.status();
        if (!container.sidecar()) {
            status.setReady(container.isInitialized());
        }
        return status;
    }

    String phase(Pod pod) {
        if (failure.isPresent()) {
            return "Failed";
        }
        String policy = restartPolicy(pod);
        if (policy.equals("Never") && init.stream().anyMatch(container -> !container.sidecar() && failed(container))) {
            return "Failed";
        }
        boolean begun = main.stream().anyMatch(container -> !container.id().isEmpty());
        if ((!initialized() && !begun) || main.stream().anyMatch(PodView::waiting)) {
            return over ? "Failed" : "Pending";
        }
        if (running(main) || running(sidecars()) || (policy.equals("Always") && !over)) {
            return "Running";
        }
        if (main.stream().noneMatch(PodView::failed)) {
            return "Succeeded";
        }
        return policy.equals("Never") || over ? "Failed" : "Running";
    }

    /** Returns the phase of a pod whose containers have all ended for good. */
    public PodView ended() {
        return new PodView(init, main, ip, hostIp, since, false, true, failure);
    }

    boolean initialized() {
        return init.stream().allMatch(ContainerView::isInitialized);
    }

    static String restartPolicy(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
    }

    private List<PodCondition> conditions(Pod pod, String phase, List<PodCondition> present, Instant now) {
        ConditionValue containers = containersReady(phase);
        List<ConditionValue> verdicts = List.of(
                new ConditionValue("PodReadyToStartContainers", sandbox, "", ""),
                initializedVerdict(phase),
                ready(pod, containers, present),
                containers,
                ConditionValue.met("PodScheduled"));
        List<PodCondition> conditions = new ArrayList<>(
                present.stream().filter(c -> !OWN.contains(c.getType())).toList());
        verdicts.forEach(verdict -> conditions.add(condition(verdict, pod, present, now)));
        return conditions;
    }

    private ConditionValue initializedVerdict(String phase) {
        if (phase.equals("Succeeded")) {
            return new ConditionValue("Initialized", true, "PodCompleted", "");
        }
        if (initialized()) {
            return ConditionValue.met("Initialized");
        }
        String incomplete = names(
                init.stream().filter(container -> !container.isInitialized()).toList());
        return new ConditionValue(
                "Initialized", false, "ContainersNotInitialized", "containers with incomplete status: " + incomplete);
    }

    private ConditionValue containersReady(String phase) {
        if (phase.equals("Succeeded")) {
            return new ConditionValue("ContainersReady", false, "PodCompleted", "");
        }
        if (phase.equals("Failed")) {
            return new ConditionValue("ContainersReady", false, "PodFailed", "");
        }
        List<ContainerView> unready = Stream.concat(sidecars().stream(), main.stream())
                .filter(container -> !container.ready())
                .toList();
        return unready.isEmpty()
                ? ConditionValue.met("ContainersReady")
                : new ConditionValue(
                        "ContainersReady",
                        false,
                        "ContainersNotReady",
                        "containers with unready status: " + names(unready));
    }

    private static ConditionValue ready(Pod pod, ConditionValue containers, List<PodCondition> present) {
        if (!containers.met()) {
            return new ConditionValue("Ready", false, containers.reason(), containers.message());
        }
        String closed = pod.getSpec().getReadinessGates().stream()
                .map(PodReadinessGate::getConditionType)
                .flatMap(type -> closedGate(type, present).stream())
                .collect(Collectors.joining(", "));
        return closed.isEmpty()
                ? ConditionValue.met("Ready")
                : new ConditionValue("Ready", false, "ReadinessGatesNotReady", closed);
    }

    private static Optional<String> closedGate(String type, List<PodCondition> present) {
        Optional<PodCondition> condition = find(type, present);
        if (condition.isEmpty()) {
            return Optional.of("corresponding condition of pod readiness gate \"%s\" does not exist.".formatted(type));
        }
        String status = condition.get().getStatus();
        return "True".equals(status)
                ? Optional.empty()
                : Optional.of(
                        "the status of pod readiness gate \"%s\" is not \"True\", but %s".formatted(type, status));
    }

    private static PodCondition condition(ConditionValue verdict, Pod pod, List<PodCondition> present, Instant now) {
        String status = verdict.met() ? "True" : "False";
        String since = find(verdict.type(), present)
                .filter(condition -> status.equals(condition.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .orElse(ApiTimes.seconds(now));
        return new PodConditionBuilder()
                .withType(verdict.type())
                .withStatus(status)
                .withReason(verdict.reason().isEmpty() ? null : verdict.reason())
                .withMessage(verdict.message().isEmpty() ? null : verdict.message())
                .withLastTransitionTime(since)
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .build();
    }

    private static Optional<PodCondition> find(String type, List<PodCondition> conditions) {
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    private static boolean waiting(ContainerView container) {
        return container.phase() instanceof ContainerPhase.Waiting
                && container.last().isEmpty();
    }

    private static boolean failed(ContainerView container) {
        Optional<Ended> ended = container.phase() instanceof Ended now ? Optional.of(now) : container.last();
        return !(container.phase() instanceof Running)
                && ended.filter(end -> end.code() != 0).isPresent();
    }

    private static String names(List<ContainerView> containers) {
        return containers.stream().map(ContainerView::name).collect(Collectors.joining(" ", "[", "]"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What has become of a fork so far. Read from what the cluster says, without asking. */
public sealed interface ForkState {

    /**
     * It may still become ready.
     *
     * @param seen what it waits for, for people
     */
    record Waiting(String seen) implements ForkState {}

    /**
     * Requests to its Services reach it.
     *
     * @param pod the pod
     */
    record Ready(Pod pod) implements ForkState {}

    /**
     * It will not become ready by waiting.
     *
     * @param reason why
     * @param pod the name of the pod, if there is one
     * @param container the name of the container whose log may tell more, if it has run
     */
    record Failed(String reason, Optional<String> pod, Optional<String> container) implements ForkState {}

    /** What a container waits with when waiting longer does not help; a first failed pull may be the registry's mood. */
    Set<String> HOPELESS = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "CrashLoopBackOff");

    /**
     * Judges.
     *
     * @param deployment the fork's Deployment
     * @param pods its pods
     * @param services the names of its Services
     * @param slices the EndpointSlices of the namespace
     * @return the state
     */
    static ForkState of(
            Optional<Deployment> deployment,
            Collection<Pod> pods,
            Collection<String> services,
            Collection<EndpointSlice> slices) {
        Optional<Failed> refused = deployment.flatMap(ForkState::replicaFailure);
        if (refused.isPresent() && pods.isEmpty()) {
            return refused.get();
        }
        Optional<Pod> current = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .reduce((one, other) -> newer(one, other));
        return current.map(pod -> of(pod, services, slices)).orElseGet(() -> new Waiting("no pod yet"));
    }

    private static ForkState of(Pod pod, Collection<String> services, Collection<EndpointSlice> slices) {
        Optional<Failed> hopeless = hopelessContainer(pod);
        if (hopeless.isPresent()) {
            return hopeless.get();
        }
        if (!ready(pod)) {
            return new Waiting(unschedulable(pod).orElseGet(() -> phrase(pod)));
        }
        return services.stream()
                .filter(service -> !served(service, pod, slices))
                .findFirst()
                .<ForkState>map(service -> new Waiting("Service [%s] has no ready endpoint yet".formatted(service)))
                .orElseGet(() -> new Ready(pod));
    }

    private static Pod newer(Pod one, Pod other) {
        return one.getMetadata()
                                .getCreationTimestamp()
                                .compareTo(other.getMetadata().getCreationTimestamp())
                        > 0
                ? one
                : other;
    }

    private static Optional<Failed> replicaFailure(Deployment deployment) {
        List<DeploymentCondition> conditions = deployment.getStatus() == null
                ? List.of()
                : deployment.getStatus().getConditions();
        return conditions.stream()
                .filter(condition -> condition.getType().equals("ReplicaFailure")
                        && condition.getStatus().equals("True"))
                .map(condition -> new Failed(
                        "no pod can be made, [%s]: %s".formatted(condition.getReason(), condition.getMessage()),
                        Optional.empty(),
                        Optional.empty()))
                .findFirst();
    }

    /** An autoscaler may still add a node that takes it. */
    private static Optional<String> unschedulable(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(condition ->
                        "False".equals(condition.getStatus()) && "Unschedulable".equals(condition.getReason()))
                .map(condition -> "no node takes the pod, [Unschedulable]: %s"
                        .formatted(String.valueOf(condition.getMessage()).replaceFirst("\\.$", "")));
    }

    private static Optional<Failed> hopelessContainer(Pod pod) {
        return statuses(pod)
                .filter(status -> waiting(status)
                        .map(ContainerStateWaiting::getReason)
                        .filter(HOPELESS::contains)
                        .isPresent())
                .map(status -> failed(pod, status, waiting(status).orElseThrow()))
                .findFirst();
    }

    private static Failed failed(Pod pod, ContainerStatus status, ContainerStateWaiting waiting) {
        boolean ran = status.getLastState() != null && status.getLastState().getTerminated() != null;
        String code = ran
                ? ", last exit code [%d]"
                        .formatted(status.getLastState().getTerminated().getExitCode())
                : "";
        String detail = waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
        return new Failed(
                "container [%s] with image [%s] is in [%s]%s%s"
                        .formatted(status.getName(), status.getImage(), waiting.getReason(), code, detail),
                Optional.of(pod.getMetadata().getName()),
                ran ? Optional.of(status.getName()) : Optional.empty());
    }

    private static String phrase(Pod pod) {
        return statuses(pod)
                .flatMap(status -> waiting(status).stream()
                        .map(waiting ->
                                "container [%s] waits with [%s]".formatted(status.getName(), waiting.getReason())))
                .findFirst()
                .orElseGet(() -> statuses(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .map(status -> "container [%s] runs and is not ready yet".formatted(status.getName()))
                        .findFirst()
                        .orElse("pod [%s] is [%s]"
                                .formatted(
                                        pod.getMetadata().getName(),
                                        pod.getStatus() == null
                                                ? "new"
                                                : pod.getStatus().getPhase())));
    }

    private static boolean served(String service, Pod pod, Collection<EndpointSlice> slices) {
        return slices.stream()
                .filter(slice -> service.equals(SpurlineLabels.on(slice, "kubernetes.io/service-name")))
                .map(EndpointSlice::getEndpoints)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .anyMatch(endpoint -> readyEndpoint(endpoint, pod));
    }

    private static boolean readyEndpoint(Endpoint endpoint, Pod pod) {
        return endpoint.getConditions() != null
                && Boolean.TRUE.equals(endpoint.getConditions().getReady())
                && (endpoint.getTargetRef() == null
                        || pod.getMetadata()
                                .getUid()
                                .equals(endpoint.getTargetRef().getUid()));
    }

    private static boolean ready(Pod pod) {
        return condition(pod, "Ready")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        PodStatus status = pod.getStatus();
        return status == null || status.getConditions() == null
                ? Optional.empty()
                : status.getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null
                ? Stream.empty()
                : Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }

    private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
        return status.getState() == null
                ? Optional.empty()
                : Optional.ofNullable(status.getState().getWaiting());
    }
}

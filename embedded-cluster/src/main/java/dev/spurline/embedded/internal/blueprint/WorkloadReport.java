// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.embedded.internal.client.ApiRefusals;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says why workloads are not ready: pods, events, last lines of the log. */
final class WorkloadReport {

    private static final int EVENTS = 5;
    private static final int LINES = 10;

    private final KubernetesClient client;
    private final StringBuilder text = new StringBuilder();

    WorkloadReport(KubernetesClient client) {
        this.client = client;
    }

    String of(List<WorkloadName> workloads) {
        try {
            workloads.forEach(this::add);
        } catch (KubernetesClientException e) {
            addLine(1, "the API server tells no more: " + ApiRefusals.message(e));
        }
        return text.toString();
    }

    private void add(WorkloadName name) {
        addLine(1, name.title() + " is not ready");
        HasMetadata workload = name.read(client).orElse(null);
        List<Pod> pods = pods(name, workload);
        if (pods.isEmpty()) {
            addLine(2, "it has no pod");
            addEvents(name.namespace(), name.name());
        }
        pods.forEach(this::add);
        if (workload instanceof Deployment deployment
                && deployment.getStatus() != null
                && !pods.isEmpty()
                && pods.stream().allMatch(Readiness.getInstance()::isReady)) {
            add(deployment.getMetadata().getGeneration(), deployment.getStatus());
        }
    }

    /** With all pods ready, the Deployment's own numbers tell who is behind: its controller, or who waits for it. */
    private void add(Long generation, DeploymentStatus status) {
        addLine(
                2,
                "its pods are ready, its status: generation %s of %s, replicas %s, updated %s, ready %s, available %s"
                        .formatted(
                                status.getObservedGeneration(),
                                generation,
                                status.getReplicas(),
                                status.getUpdatedReplicas(),
                                status.getReadyReplicas(),
                                status.getAvailableReplicas()));
    }

    private List<Pod> pods(WorkloadName name, @Nullable HasMetadata workload) {
        if (workload instanceof Pod pod) {
            return List.of(pod);
        }
        LabelSelector selector = selector(workload);
        return selector == null
                ? List.of()
                : client.pods()
                        .inNamespace(name.namespace())
                        .withLabelSelector(selector)
                        .list()
                        .getItems();
    }

    private static @Nullable LabelSelector selector(@Nullable HasMetadata workload) {
        if (workload instanceof StatefulSet set) {
            return set.getSpec().getSelector();
        }
        return workload instanceof Deployment deployment ? deployment.getSpec().getSelector() : null;
    }

    private void add(Pod pod) {
        addLine(
                2,
                "Pod %s: %s"
                        .formatted(pod.getMetadata().getName(), pod.getStatus().getPhase()));
        pod.getStatus().getConditions().stream()
                .filter(condition -> "False".equals(condition.getStatus()) && condition.getMessage() != null)
                .forEach(condition -> addLine(
                        3, "%s: %s: %s".formatted(condition.getType(), condition.getReason(), condition.getMessage())));
        Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                .forEach(status -> add(pod, status));
        addEvents(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    private void add(Pod pod, ContainerStatus status) {
        addLine(3, "container %s (%s): %s".formatted(status.getName(), status.getImage(), state(status)));
        try {
            String log = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .inContainer(status.getName())
                    .tailingLines(LINES)
                    .getLog();
            if (log != null) {
                log.lines().forEach(written -> addLine(4, "log: " + written));
            }
        } catch (KubernetesClientException e) {
            addLine(4, "no log: " + ApiRefusals.message(e));
        }
    }

    private static String state(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state.getWaiting() != null) {
            String message = state.getWaiting().getMessage();
            return "waiting: " + state.getWaiting().getReason() + (message == null ? "" : ": " + message);
        }
        if (state.getTerminated() != null) {
            return "ended with exit code " + state.getTerminated().getExitCode();
        }
        return "running, not ready, restarted %d times".formatted(status.getRestartCount());
    }

    private void addEvents(String namespace, String object) {
        client.v1().events().inNamespace(namespace).withField("involvedObject.name", object).list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .sorted(Comparator.comparing(Event::getLastTimestamp, Comparator.nullsFirst(String::compareTo))
                        .reversed())
                .limit(EVENTS)
                .forEach(event -> addLine(3, "event: %s: %s".formatted(event.getReason(), event.getMessage())));
    }

    private void addLine(int depth, String line) {
        text.append('\n').append("  ".repeat(depth)).append(line);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarTests extends NodeTestCase {

    @BeforeAll
    void addImages() {
        images.process("local/sh:*", "/bin/sh", "-c");
    }

    @Test
    void aSidecarStartsFirstAndEndsWhenTheWorkIsDone() {
        create(yaml("work", """
                restartPolicy: Never
                initContainers:
                - {name: side, image: local/sh:1, restartPolicy: Always, args: ["trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.1; done"]}
                - {name: first, image: local/sh:1, args: ["echo first"]}
                containers:
                - {name: main, image: local/sh:1, args: ["echo done"]}
                """));

        Pod pod = awaitPod(
                "work", "succeeded", it -> "Succeeded".equals(it.getStatus().getPhase()));

        ContainerStatus side = pod.getStatus().getInitContainerStatuses().get(0);
        assertThat(side.getState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(side.getRestartCount()).isZero();
        assertThat(log("work", "side")).isEqualTo("up\nbye\n");
        assertThat(condition(pod, "Initialized")).isEqualTo("True PodCompleted");
    }

    @Test
    void aSidecarHoldsBackUntilItHasStartedAndCountsForReadiness(@TempDir Path shared) throws IOException {
        create(yaml("ready", """
                initContainers:
                - name: side
                  image: local/sh:1
                  restartPolicy: Always
                  args: ["while :; do sleep 0.1; done"]
                  startupProbe: {exec: {command: [test, -e, /shared/started]}, periodSeconds: 1, failureThreshold: 60}
                  readinessProbe: {exec: {command: [test, -e, /shared/ready]}, periodSeconds: 1}
                  volumeMounts: [{name: shared, mountPath: /shared}]
                containers:
                - {name: main, image: local/sh:1, args: ["while :; do sleep 0.1; done"], volumeMounts: [{name: shared, mountPath: /shared}]}
                volumes: [{name: shared, hostPath: {path: "%s"}}]
                """.formatted(shared)));
        Pod held = awaitPod(
                "ready",
                "sidecar runs",
                it -> it.getStatus().getInitContainerStatuses().stream()
                        .anyMatch(status -> status.getState().getRunning() != null));
        assertThat(isWaiting(held, "PodInitializing")).isTrue();
        assertThat(held.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(condition(held, "Initialized"))
                .isEqualTo("False ContainersNotInitialized: containers with incomplete status: [side]");

        Files.writeString(shared.resolve("started"), "");

        Pod unready =
                awaitPod("ready", "main runs", it -> container(it).getState().getRunning() != null);
        assertThat(unready.getStatus().getPhase()).isEqualTo("Running");
        assertThat(condition(unready, "Ready"))
                .isEqualTo("False ContainersNotReady: containers with unready status: [side]");
        Files.writeString(shared.resolve("ready"), "");
        awaitReady("ready");
        client.pods().inNamespace("default").withName("ready").delete();
        awaitGone("ready");
    }

    @Test
    void aSidecarComesBackThoughThePodRestartsNothing() {
        create(yaml("again", """
                restartPolicy: Never
                initContainers:
                - {name: side, image: local/sh:1, restartPolicy: Always, args: ["sleep 0.3; exit 1"]}
                containers:
                - {name: main, image: local/sh:1, args: ["while :; do sleep 0.1; done"]}
                """));

        Pod pod = awaitPod(
                "again",
                "a restart while the pod runs",
                it -> it.getStatus().getInitContainerStatuses().stream().anyMatch(side -> side.getRestartCount() == 1)
                        && it.getStatus().getPhase().equals("Running"));

        assertThat(container(pod).getRestartCount()).isZero();
        client.pods()
                .inNamespace("default")
                .withName("again")
                .withGracePeriod(0)
                .delete();
        awaitGone("again");
    }

    @Test
    void aPostStartHookComesBeforeTheContainerCounts(@TempDir Path shared) throws IOException {
        create(yaml("hooked", """
                terminationGracePeriodSeconds: 1
                containers:
                - name: main
                  image: local/sh:1
                  args: ["echo up; while :; do sleep 0.1; done"]
                  lifecycle: {postStart: {exec: {command: [sh, -c, "while ! test -e /shared/go; do sleep 0.05; done"]}}}
                  volumeMounts: [{name: shared, mountPath: /shared}]
                volumes: [{name: shared, hostPath: {path: "%s"}}]
                """.formatted(shared)));
        awaitEvent("hooked", "Normal Started Container started");
        assertThat(isWaiting(current("hooked"), "ContainerCreating")).isTrue();

        Files.writeString(shared.resolve("go"), "");

        awaitReady("hooked");
        client.pods().inNamespace("default").withName("hooked").delete();
        awaitGone("hooked");
    }

    @Test
    void aPostStartHookThatFailsEndsItsContainer() {
        create(yaml("unhooked", """
                terminationGracePeriodSeconds: 1
                containers:
                - name: main
                  image: local/sh:1
                  args: ["while :; do sleep 0.1; done"]
                  lifecycle: {postStart: {exec: {command: ["false"]}}}
                """));

        awaitEvent("unhooked", "Warning FailedPostStartHook PostStartHook failed");

        awaitEvent("unhooked", "Normal Killing FailedPostStartHook");
        awaitPod("unhooked", "the hook's error", it -> {
            var waiting = container(it).getState().getWaiting();
            return waiting != null
                    && "PostStartHookError".equals(waiting.getReason())
                    && waiting.getMessage()
                            .startsWith("Exec lifecycle hook ([false]) for Container \"main\" in Pod \"unhooked_");
        });
        awaitPod("unhooked", "a restart", it -> container(it).getRestartCount() > 0);
        client.pods().inNamespace("default").withName("unhooked").delete();
        awaitGone("unhooked");
    }

    private String log(String pod, String container) {
        return client.pods()
                .inNamespace("default")
                .withName(pod)
                .inContainer(container)
                .getLog();
    }

    private static PodBuilder yaml(String name, String spec) {
        String text =
                "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: default}\nspec:\n  nodeName: node1\n%s"
                        .formatted(name, spec.indent(2));
        return new PodBuilder(Serialization.unmarshal(text, Pod.class));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTests extends NodeTestCase {

    @BeforeAll
    void addImages() {
        images.process("local/sh:*", "/bin/sh", "-c");
        images.inProcess("local/throws:*", container -> {
            throw new IllegalStateException("cannot open database");
        });
    }

    @Test
    void aCrashingProcessIsRestartedAtOnceAndThenBackedOff() {
        Pod created = create(shell("crash", "echo about to crash; exit 3"));

        Pod pod = awaitPod("crash", "CrashLoopBackOff", it -> isWaiting(it, "CrashLoopBackOff"));

        ContainerStatus status = container(pod);
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(status.getRestartCount()).isEqualTo(1);
        assertThat(status.getState().getWaiting().getMessage())
                .isEqualTo("back-off 10s restarting failed container=main pod=crash_default(%s)"
                        .formatted(created.getMetadata().getUid()));
        assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(status.getLastState().getTerminated().getReason()).isEqualTo("Error");
        assertThat(log("crash", false)).isEqualTo("about to crash\n");
        assertThat(log("crash", true)).isEqualTo("about to crash\n");
    }

    @Test
    void aProgramThatThrowsEndsWithExitCodeOneAndItsTrace() {
        create(pod("throws", "local/throws:1")
                .editSpec()
                .withRestartPolicy("Never")
                .endSpec());

        Pod pod = awaitPod(
                "throws", "failed", it -> "Failed".equals(it.getStatus().getPhase()));

        assertThat(container(pod).getState().getTerminated().getExitCode()).isEqualTo(1);
        assertThat(condition(pod, "Ready")).isEqualTo("False PodFailed");
        assertThat(log("throws", false)).startsWith("java.lang.IllegalStateException: cannot open database\n");
    }

    @Test
    void aPodThatRunsOnceSucceeds() {
        create(shell("once", "exit 0").editSpec().withRestartPolicy("Never").endSpec());

        Pod pod = awaitPod(
                "once", "succeeded", it -> "Succeeded".equals(it.getStatus().getPhase()));

        assertThat(container(pod).getState().getTerminated().getReason()).isEqualTo("Completed");
        assertThat(condition(pod, "Initialized")).isEqualTo("True PodCompleted");
        assertThat(condition(pod, "Ready")).isEqualTo("False PodCompleted");
        assertThat(condition(pod, "PodReadyToStartContainers")).isEqualTo("False");
    }

    @Test
    void aCommandThatDoesNotExistIsARunContainerError() {
        create(pod("nocmd", "local/sh:1")
                .editSpec()
                .editContainer(0)
                .withCommand("/nope")
                .endContainer()
                .endSpec());

        Pod pod = awaitPod("nocmd", "RunContainerError", it -> isWaiting(it, "RunContainerError"));

        assertThat(container(pod).getState().getWaiting().getMessage())
                .endsWith("unable to start container process: exec: \"/nope\": stat /nope: no such file or directory");
        assertThat(container(pod).getLastState().getTerminated().getExitCode()).isEqualTo(128);
    }

    @Test
    void aProcessThatIgnoresSigtermIsKilledAfterItsGrace() {
        create(shell("stubborn", "trap '' TERM; echo up; while :; do sleep 1; done"));
        awaitUp("stubborn");
        Set<Integer> exitCodes = ConcurrentHashMap.newKeySet();

        // The last status is there for a moment only, so it has to be watched for.
        Watch watch = client.pods().inNamespace("default").withName("stubborn").watch(collect(exitCodes));
        client.pods().inNamespace("default").withName("stubborn").delete();

        awaitGone("stubborn");
        await("exit code of SIGKILL").atMost(PATIENCE).until(() -> exitCodes.contains(137));
        watch.close();
    }

    @Test
    void whatIsToEndIsNotAskedWhetherItLives(@TempDir Path directory) {
        Path ending = directory.resolve("ending");
        create(shell("frail", "trap 'touch %s' TERM; echo up; while :; do sleep 0.1; done".formatted(ending))
                .editSpec()
                .editContainer(0)
                .withNewLivenessProbe()
                .withPeriodSeconds(1)
                .withFailureThreshold(1)
                .withNewExec()
                .withCommand("/bin/sh", "-c", "test ! -e " + ending)
                .endExec()
                .endLivenessProbe()
                .endContainer()
                .endSpec());
        awaitUp("frail");

        client.pods().inNamespace("default").withName("frail").delete();

        awaitGone("frail");
        assertThat(ending).exists();
        assertThat(events("frail")).noneMatch(event -> event.contains("Unhealthy"));
    }

    /** Before it says so, the process would end at SIGTERM as any other. */
    private void awaitUp(String name) {
        awaitReady(name);
        await("process of " + name + " up")
                .atMost(PATIENCE)
                .until(() -> log(name, false).equals("up\n"));
    }

    private static Watcher<Pod> collect(Set<Integer> exitCodes) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                pod.getStatus().getContainerStatuses().stream()
                        .map(status -> status.getState().getTerminated())
                        .filter(ended -> ended != null)
                        .forEach(ended -> exitCodes.add(ended.getExitCode()));
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    private static io.fabric8.kubernetes.api.model.PodBuilder shell(String name, String script) {
        return pod(name, "local/sh:1")
                .editSpec()
                .editContainer(0)
                .withArgs(List.of(script))
                .endContainer()
                .endSpec();
    }

    private String log(String pod, boolean previous) {
        var resource = client.pods().inNamespace("default").withName(pod).inContainer("main");
        return previous ? resource.terminated().getLog() : resource.getLog();
    }
}

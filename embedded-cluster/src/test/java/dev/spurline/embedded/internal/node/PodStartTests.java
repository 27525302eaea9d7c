// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PodStartTests extends NodeTestCase {

    @BeforeAll
    void addImages() {
        images.inProcess("shop/pricing:*", container -> {
            container.log("listening");
            return answering(8080, 200, "42");
        });
    }

    @Test
    void anInProcessServerBecomesReadyAndTellsItsAddress() {
        create(pod("ready", "shop/pricing:1"));

        Pod pod = awaitReady("ready");

        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getPodIP()).startsWith("10.244.");
        assertThat(network.attached).containsEntry("ready", pod.getStatus().getPodIP());
        assertThat(pod.getMetadata().getAnnotations().get("embedded.spurline.dev/address"))
                .matches("8080=127\\.0\\.0\\.1:\\d+");
        assertThat(container(pod).getImageID()).startsWith("docker.io/shop/pricing@sha256:");
        assertThat(condition(pod, "PodReadyToStartContainers")).isEqualTo("True");
        assertThat(condition(pod, "Initialized")).isEqualTo("True");
        assertThat(condition(pod, "ContainersReady")).isEqualTo("True");
        awaitEvent("ready", "Normal Started Container started");
        assertThat(events("ready"))
                .containsExactly(
                        "Normal Pulled Container image \"shop/pricing:1\" already present on machine and can be accessed by the pod",
                        "Normal Created Container created",
                        "Normal Started Container started");
    }

    @Test
    void aDeletedPodIsStoppedAndThenGone() {
        create(pod("leaving", "shop/pricing:1"));
        awaitReady("leaving");

        client.pods().inNamespace("default").withName("leaving").delete();

        awaitGone("leaving");
        awaitEvent("leaving", "Normal Killing Stopping container main");
        assertThat(network.attached).doesNotContainKey("leaving");
    }

    @Test
    void aReadinessGateHoldsThePodBackUntilItsOwnerOpensIt() {
        create(pod("gate", "shop/pricing:1")
                .editSpec()
                .addNewReadinessGate("spurline.dev/not-selected")
                .endSpec());
        Pod waiting = awaitPod(
                "gate",
                "containers ready",
                pod -> condition(pod, "ContainersReady").equals("True"));

        client.pods()
                .inNamespace("default")
                .withName("gate")
                .subresource("status")
                .patch(
                        io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                                io.fabric8.kubernetes.client.dsl.base.PatchType.STRATEGIC_MERGE),
                        "{\"status\":{\"conditions\":[{\"type\":\"spurline.dev/not-selected\",\"status\":\"True\"}]}}");

        assertThat(condition(waiting, "Ready"))
                .isEqualTo("False ReadinessGatesNotReady: corresponding condition of pod readiness gate "
                        + "\"spurline.dev/not-selected\" does not exist.");
        Pod ready = awaitReady("gate");
        assertThat(condition(ready, "spurline.dev/not-selected")).isEqualTo("True");
    }
}

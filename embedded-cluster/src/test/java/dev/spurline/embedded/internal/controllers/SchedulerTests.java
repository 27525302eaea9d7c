// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where pods go, and what is said of those that cannot go anywhere. */
class SchedulerTests extends ControllersTestCase {

    private Node node = new Node();

    @BeforeEach
    void addNode() {
        node = node("node1", Map.of("cpu", "2", "memory", "1Gi", "pods", "3"));
        awaitKnownNode();
    }

    /** The scheduler watches nodes and pods apart, so that it may hear of a pod before it hears of the node. */
    private void awaitKnownNode() {
        Pod first = client.resource(pod("scout", Map.of())).create();
        awaitBound(first);
        client.resource(first).withGracePeriod(0).delete();
    }

    @AfterEach
    void removeNode() {
        client.resource(node).delete();
        client.pods().inNamespace(namespace).withGracePeriod(0).delete();
        awaitThat("pods gone", () -> client.pods().inNamespace(namespace).list().getItems(), List::isEmpty);
    }

    @Test
    void binds_a_pod_and_says_so() {
        Pod pod = client.resource(pod("ok", Map.of("cpu", "1"))).create();

        Pod bound = awaitBound(pod);

        assertThat(bound.getSpec().getNodeName()).isEqualTo("node1");
        Event event = awaitEvent(pod);
        assertThat(List.of(event.getType(), event.getReason(), event.getMessage(), event.getReportingComponent()))
                .containsExactly(
                        "Normal",
                        "Scheduled",
                        "Successfully assigned " + namespace + "/ok to node1",
                        "default-scheduler");
    }

    @Test
    void says_what_no_node_has_enough_of() {
        Pod pod = client.resource(pod("big", Map.of("cpu", "100"))).create();

        String message = awaitUnschedulable(pod).getMessage();

        assertThat(message)
                .isEqualTo(
                        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
        Event event = awaitEvent(pod);
        assertThat(List.of(event.getType(), event.getReason(), event.getMessage()))
                .containsExactly("Warning", "FailedScheduling", message);
    }

    @Test
    void says_that_a_node_selector_matches_nothing() {
        Pod pod = client.resource(new PodBuilder(pod("sel", Map.of()))
                        .editSpec()
                        .addToNodeSelector("no", "such")
                        .endSpec()
                        .build())
                .create();

        assertThat(awaitUnschedulable(pod).getMessage())
                .isEqualTo(
                        "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
    }

    @Test
    void a_waiting_pod_is_bound_when_another_one_has_made_room() {
        Pod first = client.resource(pod("first", Map.of("cpu", "2"))).create();
        awaitBound(first);
        Pod second = client.resource(pod("second", Map.of("cpu", "2"))).create();
        assertThat(awaitUnschedulable(second).getMessage())
                .isEqualTo(
                        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.");

        client.resource(first).withGracePeriod(0).delete();

        awaitBound(second);
    }

    @Test
    void a_taint_keeps_pods_away_until_it_is_gone() {
        patchNode("{\"spec\":{\"taints\":[{\"key\":\"example.com/closed\",\"effect\":\"NoSchedule\"}]}}");
        Pod pod = awaitThat(
                "kept away", this::decidedPod, found -> found.getSpec().getNodeName() == null);
        assertThat(awaitUnschedulable(pod).getMessage())
                .startsWith("0/1 nodes are available: 1 node(s) had untolerated taint(s). ");

        patchNode("{\"spec\":{\"taints\":null}}");

        awaitBound(pod);
    }

    /** A pod of which the scheduler heard before it heard of the taint is bound: it makes room for the next. */
    private Pod decidedPod() {
        Pod pod = client.resource(pod("kept", Map.of())).create();
        Pod decided = awaitThat(
                "bound or unschedulable",
                () -> client.resource(pod).get(),
                found -> found.getSpec().getNodeName() != null
                        || !found.getStatus().getConditions().isEmpty());
        if (decided.getSpec().getNodeName() != null) {
            client.resource(decided).withGracePeriod(0).delete();
        }
        return decided;
    }

    private void patchNode(String patch) {
        client.nodes().withName("node1").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private static Pod awaitBound(Pod pod) {
        return awaitThat(
                "bound",
                () -> client.resource(pod).get(),
                found -> found.getSpec().getNodeName() != null);
    }

    private static PodCondition awaitUnschedulable(Pod pod) {
        return awaitThat(
                "unschedulable",
                () -> client.resource(pod).get().getStatus().getConditions().stream()
                        .filter(condition -> "Unschedulable".equals(condition.getReason()))
                        .findFirst()
                        .orElse(null),
                condition -> condition != null && "False".equals(condition.getStatus()));
    }

    private Event awaitEvent(Pod pod) {
        return awaitThat(
                        "an event",
                        () -> client.v1().events().inNamespace(namespace).list().getItems().stream()
                                .filter(event -> pod.getMetadata()
                                        .getUid()
                                        .equals(event.getInvolvedObject().getUid()))
                                .toList(),
                        events -> !events.isEmpty())
                .get(0);
    }
}

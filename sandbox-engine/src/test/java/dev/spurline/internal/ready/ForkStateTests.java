// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkStateTests {

    @Test
    void withoutAPodItWaits() {
        assertThat(state(List.of(), List.of())).isEqualTo(new ForkState.Waiting("no pod yet"));
    }

    @Test
    void aReadyPodWaitsForAReadyEndpointOfEachService() {
        Pod pod = pod("conditions: [{type: Ready, status: 'True'}]");

        assertThat(state(List.of(pod), List.of()))
                .isEqualTo(new ForkState.Waiting("Service [pricing-k] has no ready endpoint yet"));
        assertThat(state(List.of(pod), List.of(slice("u1", "false"))))
                .isEqualTo(new ForkState.Waiting("Service [pricing-k] has no ready endpoint yet"));
        assertThat(state(List.of(pod), List.of(slice("u1", "true")))).isEqualTo(new ForkState.Ready(pod));
    }

    @Test
    void aPodWhoseEndpointIsPublishedBeforeItIsReadyWaits() {
        Pod pod = pod("conditions: [{type: Ready, status: 'False'}]");

        assertThat(state(List.of(pod), List.of(slice("u1", "true"))))
                .isEqualTo(new ForkState.Waiting("pod [pricing-k-1] is [Pending]"));
    }

    @Test
    void anImageThatCannotBePulledTwiceEndsTheWait() {
        assertThat(state(List.of(pulling("ErrImagePull")), List.of()))
                .isEqualTo(new ForkState.Waiting("container [app] waits with [ErrImagePull]"));
        assertThat(state(List.of(pulling("ImagePullBackOff")), List.of()))
                .isEqualTo(new ForkState.Failed(
                        "container [app] with image [shop/x:1] is in [ImagePullBackOff]: not found",
                        Optional.of("pricing-k-1"),
                        Optional.empty()));
    }

    private static Pod pulling(String reason) {
        return pod("containerStatuses: [{name: app, image: 'shop/x:1', ready: false, state: {waiting: {reason: "
                + reason + ", message: not found}}}]");
    }

    @Test
    void aCrashLoopEndsTheWaitAndHasALog() {
        Pod pod = pod(
                "containerStatuses: [{name: app, image: i, ready: false, state: {waiting: {reason: CrashLoopBackOff}},"
                        + " lastState: {terminated: {exitCode: 3}}}]");

        assertThat(state(List.of(pod), List.of()))
                .isEqualTo(new ForkState.Failed(
                        "container [app] with image [i] is in [CrashLoopBackOff], last exit code [3]",
                        Optional.of("pricing-k-1"),
                        Optional.of("app")));
    }

    @Test
    void aPodThatNoNodeTakesWaitsForOne() {
        Pod pod = pod("conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes}]");

        assertThat(state(List.of(pod), List.of()))
                .isEqualTo(new ForkState.Waiting("no node takes the pod, [Unschedulable]: 0/1 nodes"));
    }

    @Test
    void aQuotaThatRefusesThePodEndsTheWait() {
        Deployment deployment = Serialization.unmarshal(
                "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, status: {conditions: "
                        + "[{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: exceeded quota}]}}",
                Deployment.class);

        assertThat(ForkState.of(Optional.of(deployment), List.of(), List.of(), List.of()))
                .isEqualTo(new ForkState.Failed(
                        "no pod can be made, [FailedCreate]: exceeded quota", Optional.empty(), Optional.empty()));
    }

    @Test
    void aPodThatIsLeavingDoesNotCount() {
        Pod pod = pod("conditions: [{type: Ready, status: 'True'}]");
        pod.getMetadata().setDeletionTimestamp("2026-11-21T10:00:00Z");

        assertThat(state(List.of(pod), List.of(slice("u1", "true")))).isEqualTo(new ForkState.Waiting("no pod yet"));
    }

    private static ForkState state(List<Pod> pods, List<EndpointSlice> slices) {
        return ForkState.of(Optional.empty(), pods, List.of("pricing-k"), slices);
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pricing-k-1, uid: u1, creationTimestamp: "2026-11-21T10:00:00Z"}
                spec: {containers: [{name: app}]}
                status: {phase: Pending, %s}
                """.formatted(status), Pod.class);
    }

    private static EndpointSlice slice(String pod, String ready) {
        return Serialization.unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: pricing-k-x, labels: {kubernetes.io/service-name: pricing-k}}
                endpoints: [{addresses: [10.244.0.1], conditions: {ready: %s}, targetRef: {kind: Pod, uid: %s}}]
                """.formatted(ready, pod), EndpointSlice.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pods start, become ready, are stopped, and tell it all in their status.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">what Kubernetes says</a>
 */
@Tag("node")
@Unverified("no node at the real cluster; held by the replay of node.json")
class PodLifeTests extends ConformanceTestCase {

    @Test
    void becomeReady() {
        needsNode();
        post(
                        "pods",
                        pod(
                                "p",
                                ",ports:[{containerPort:8080}],readinessProbe:{httpGet:{path:'/',port:8080},periodSeconds:1}"))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/ready", "true")
                .at("/status/phase", "Running")
                .present("/status/podIP")
                .present("/status/hostIP")
                .present("/status/startTime")
                .present("/status/containerStatuses/0/state/running/startedAt")
                .at("/status/containerStatuses/0/started", "true")
                .at("/status/containerStatuses/0/restartCount", 0)
                .present("/status/containerStatuses/0/containerID");
        get("pods/p/log").status(200);
        delete("pods/p").status(200).at("/kind", "Pod").at("/metadata/deletionGracePeriodSeconds", 1);
        eventuallyGone("pods/p");
    }

    @Test
    void unreadyOnesStayUnready() {
        needsNode();
        post(
                        "pods",
                        pod(
                                "p",
                                ",ports:[{containerPort:8080}],readinessProbe:{httpGet:{path:'/broken',port:8080},periodSeconds:1}"))
                .status(201);
        eventually(
                "an event",
                () -> get("events?fieldSelector=involvedObject.name%3Dp")
                        .body()
                        .toString()
                        .contains("Readiness probe failed: HTTP probe failed with statuscode: 500"));
        eventually("pods/p", "/status/phase", "Running")
                .at("/status/containerStatuses/0/ready", "false")
                .at("/status/containerStatuses/0/started", "true");
    }

    @Test
    void livenessRestarts() {
        needsNode();
        post(
                        "pods",
                        pod(
                                "p",
                                ",ports:[{containerPort:8080}],livenessProbe:{httpGet:{path:'/broken',port:8080},periodSeconds:1,failureThreshold:1}"))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/restartCount", 1)
                .present("/status/containerStatuses/0/lastState/terminated/exitCode");
    }

    @Test
    void crashesBackOff() {
        needsNode();
        post("pods", pod("p", ",args:['exit','3']")).status(201);
        eventually("pods/p", "/status/containerStatuses/0/state/waiting/reason", "CrashLoopBackOff")
                .at("/status/containerStatuses/0/lastState/terminated/exitCode", 3)
                .at("/status/phase", "Running")
                .at("/status/containerStatuses/0/lastState/terminated/reason", "Error");
        get("pods/p/log?previous=true").status(200);
    }

    @Test
    void endedOnesSucceedOrFail() {
        needsNode();
        post("pods", pod("good", ",args:['exit','0']").replace("spec:{", "spec:{restartPolicy:'Never',"))
                .status(201);
        post("pods", pod("bad", ",args:['exit','1']").replace("spec:{", "spec:{restartPolicy:'Never',"))
                .status(201);
        eventually("pods/good", "/status/phase", "Succeeded")
                .at("/status/containerStatuses/0/state/terminated/reason", "Completed");
        eventually("pods/bad", "/status/phase", "Failed")
                .at("/status/containerStatuses/0/state/terminated/exitCode", 1);
    }

    @Test
    void imagesMustBeThere() {
        needsNode();
        post("pods", pod("p", "").replace("conformance/app:1", "absent/image:1"))
                .status(201);
        eventually(
                "pulls",
                () -> get("pods/p")
                        .text("/status/containerStatuses/0/state/waiting/reason")
                        .matches("ErrImagePull|ImagePullBackOff"));
        get("pods/p").at("/status/phase", "Pending");
    }

    @Test
    void referencesMustBeThere() {
        needsNode();
        post("pods", pod("p", ",env:[{name:'A',valueFrom:{configMapKeyRef:{name:'absent',key:'k'}}}]"))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/state/waiting/reason", "CreateContainerConfigError")
                .at("/status/containerStatuses/0/state/waiting/message", "configmap \"absent\" not found");
        post("configmaps", configMap("absent", "data:{k:'v'}")).status(201);
        eventually("pods/p", "/status/phase", "Running");
    }

    @Test
    void initContainersComeFirst() {
        needsNode();
        post(
                        "pods",
                        pod("p", "")
                                .replace(
                                        "containers:[",
                                        "initContainers:[{name:'first',image:'conformance/app:1',args:['exit','0']}],containers:["))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/ready", "true")
                .at("/status/initContainerStatuses/0/state/terminated/exitCode", 0)
                .at("/status/initContainerStatuses/0/ready", "true");
    }

    @Test
    void initContainersAreReadyOnceTheyHaveEnded() {
        needsNode();
        post(
                        "pods",
                        pod("p", "")
                                .replace(
                                        "containers:[",
                                        "initContainers:[{name:'first',image:'conformance/app:1',args:['wait']}],containers:["))
                .status(201)
                .absent("/status/initContainerStatuses");
        eventually("pods/p", "/status/initContainerStatuses/0/started", "true")
                .present("/status/initContainerStatuses/0/state/running/startedAt")
                .at("/status/initContainerStatuses/0/ready", "false")
                .at("/status/initContainerStatuses/0/restartCount", 0)
                .at("/status/initContainerStatuses/0/lastState", "{}")
                .at("/status/containerStatuses/0/ready", "false")
                .at("/status/containerStatuses/0/started", "false")
                .at("/status/containerStatuses/0/state/waiting/reason", "PodInitializing")
                .at("/status/phase", "Pending");
    }

    @Test
    void gatesHoldBack() {
        needsNode();
        post("pods", pod("p", "").replace("spec:{", "spec:{readinessGates:[{conditionType:'example.com/gate'}],"))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/ready", "true");
        eventually(
                "not ready",
                () -> get("pods/p").body().at("/status/conditions").toString().contains("ReadinessGatesNotReady"));
        strategic("pods/p/status", "{status:{conditions:[{type:'example.com/gate',status:'True'}]}}")
                .status(200);
        eventually(
                "ready",
                () -> !get("pods/p").body().at("/status/conditions").toString().contains("ReadinessGatesNotReady"));
    }

    static String withSidecar(String sidecar, String rest) {
        return pod("p", rest)
                .replace(
                        "containers:[",
                        "initContainers:[{name:'side',image:'conformance/app:1',restartPolicy:'Always'%s}],containers:["
                                .formatted(sidecar));
    }

    @Test
    void sidecarsEndWhenTheWorkIsDone() {
        needsNode();
        post("pods", withSidecar("", ",args:['exit','0']").replace("spec:{", "spec:{restartPolicy:'Never',"))
                .status(201);
        eventually("pods/p", "/status/phase", "Succeeded")
                .at("/status/containerStatuses/0/state/terminated/exitCode", 0)
                .at("/status/initContainerStatuses/0/restartCount", 0)
                .present("/status/initContainerStatuses/0/state/terminated");
    }

    @Test
    void sidecarsCountForReadiness() {
        needsNode();
        post(
                        "pods",
                        withSidecar(
                                ",readinessProbe:{httpGet:{port:8080,path:'/broken'},periodSeconds:1}",
                                ",args:['env']"))
                .status(201);
        eventually("pods/p", "/status/containerStatuses/0/ready", "true")
                .at("/status/phase", "Running")
                .at("/status/initContainerStatuses/0/started", "true")
                .at("/status/initContainerStatuses/0/ready", "false");
        tally.that(
                get("pods/p").body().at("/status/conditions").toString().contains("unready status: [side]"),
                "the sidecar is named");
    }

    @Test
    void postStartHooksMustPass() {
        needsNode();
        post("pods", pod("p", ",lifecycle:{postStart:{httpGet:{port:81,path:'/'}}}"))
                .status(201);
        eventually("FailedPostStartHook", () -> get("events").body().toString().contains("PostStartHook failed"));
        eventually("pods/p", "/status/containerStatuses/0/lastState/terminated/exitCode", 0)
                .at("/status/containerStatuses/0/ready", false)
                .absent("/status/containerStatuses/0/state/running");
        eventually(
                "a restart",
                () -> get("pods/p")
                                .body()
                                .at("/status/containerStatuses/0/restartCount")
                                .asInt()
                        > 0);
    }

    @Test
    void postStartHooksThatFailAreTold() {
        needsNode();
        try (Watch watch = watch("pods?watch=true&timeoutSeconds=30")) {
            post("pods", pod("p", ",lifecycle:{postStart:{httpGet:{port:81,path:'/up'}}}"))
                    .status(201);

            eventually(
                    "PostStartHookError",
                    () -> watch.all().stream()
                            .map(event -> event.at("/object/status/containerStatuses/0"))
                            .anyMatch(status -> status.at("/state/waiting/reason")
                                            .asText()
                                            .equals("PostStartHookError")
                                    && status.at("/state/waiting/message")
                                            .asText()
                                            .startsWith("HTTP lifecycle hook (/up) for Container \"main\" in Pod \"p_"
                                                    + ns() + "(")
                                    && status.at("/lastState/terminated").isObject()));
            tally.that(
                    watch.all().stream()
                            .noneMatch(event -> event.at("/object/status/containerStatuses/0/state/running")
                                    .isObject()),
                    "it was never told to run");
        }
    }

    @Test
    void postStartHooksPassWithEachAnswer() {
        needsNode();
        post(
                        "pods",
                        pod(
                                "p",
                                ",ports:[{containerPort:8080}],lifecycle:{postStart:{httpGet:{port:8080,path:'/broken'}}}"))
                .status(201);

        eventually("pods/p", "/status/containerStatuses/0/ready", true)
                .at("/status/containerStatuses/0/restartCount", 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Deployments become available when their pods are ready, and replace them one by one.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment">what Kubernetes says</a>
 */
@Tag("node")
class RolloutsTests extends ConformanceTestCase {

    @Test
    void rolls() {
        needsNode();
        post("apps/v1:deployments", deployment("d", 2, "")).status(201);
        eventually("apps/v1:deployments/d", "/status/availableReplicas", 2)
                .at("/status/readyReplicas", 2)
                .at("/status/updatedReplicas", 2);
        strategic(
                        "apps/v1:deployments/d",
                        "{spec:{template:{spec:{containers:[{name:'main',image:'conformance/app:2'}]}}}}")
                .status(200);
        eventually(
                "two sets",
                () -> get("apps/v1:replicasets?labelSelector=app%3Dd").names().size() == 2);
        eventually("apps/v1:deployments/d", "/metadata/annotations/deployment.kubernetes.io~1revision", "2");
        eventually(
                "done",
                () -> get("apps/v1:deployments/d")
                                .body()
                                .at("/status/conditions")
                                .toString()
                                .contains("NewReplicaSetAvailable")
                        && get("pods?labelSelector=app%3Dd").names().size() == 2);
        get("apps/v1:deployments/d").at("/status/updatedReplicas", 2).absent("/status/unavailableReplicas");
    }

    @Test
    void jobsComplete() {
        needsNode();
        post(
                        "batch/v1:jobs",
                        "{apiVersion:'batch/v1',kind:'Job',metadata:{name:'j'},spec:{template:{spec:{restartPolicy:'Never',containers:[{name:'main',image:'conformance/app:1',args:['exit','0']}]}}}}")
                .status(201);
        eventually("batch/v1:jobs/j", "/status/succeeded", 1);
        eventually(
                "complete",
                () -> get("batch/v1:jobs/j")
                        .body()
                        .at("/status/conditions")
                        .toString()
                        .contains("\"Complete\""));
        get("batch/v1:jobs/j").present("/status/completionTime").absent("/status/active");
    }

    @Test
    void evictionsHeedBudgets() {
        needsNode();
        post("pods", pod("p", "")).status(201);
        eventually("pods/p", "/status/phase", "Running");
        post(
                        "policy/v1:poddisruptionbudgets",
                        "{apiVersion:'policy/v1',kind:'PodDisruptionBudget',metadata:{name:'b'},spec:{minAvailable:1,selector:{matchLabels:{app:'p'}}}}")
                .status(201);
        eventually("policy/v1:poddisruptionbudgets/b", "/status/currentHealthy", 1);
        post("pods/p/eviction", "{apiVersion:'policy/v1',kind:'Eviction',metadata:{name:'p'}}")
                .status(429)
                .reason("TooManyRequests");
        delete("policy/v1:poddisruptionbudgets/b").status(200);
        post("pods/p/eviction", "{apiVersion:'policy/v1',kind:'Eviction',metadata:{name:'p'}}")
                .status(201);
        eventuallyGone("pods/p");
    }
}

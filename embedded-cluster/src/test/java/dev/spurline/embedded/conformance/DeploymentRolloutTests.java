// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Deployments make ReplicaSets and tell how far they are.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/">what Kubernetes says</a>
 */
@Tag("controllers")
class DeploymentRolloutTests extends ConformanceTestCase {

    @Test
    void replicaSetsAndPods() {
        Reply made = post("apps/v1:deployments", deployment("d", 2, "")).status(201);
        eventually("two pods", () -> get("pods?labelSelector=app%3Dd").names().size() == 2);
        Reply sets = get("apps/v1:replicasets?labelSelector=app%3Dd")
                .status(200)
                .at("/items/0/spec/replicas", 2)
                .at("/items/0/metadata/ownerReferences/0/uid", made.uid())
                .at("/items/0/metadata/ownerReferences/0/kind", "Deployment")
                .at("/items/0/metadata/ownerReferences/0/controller", "true")
                .at("/items/0/metadata/annotations/deployment.kubernetes.io~1revision", "1")
                .at("/items/0/metadata/annotations/deployment.kubernetes.io~1desired-replicas", "2")
                .present("/items/0/metadata/labels/pod-template-hash")
                .matches("/items/0/metadata/name", "d-[a-z0-9]+");
        Reply pods = get("pods?labelSelector=app%3Dd")
                .at("/items/0/metadata/ownerReferences/0/kind", "ReplicaSet")
                .at("/items/0/metadata/ownerReferences/0/blockOwnerDeletion", "true");
        pods.at("/items/0/metadata/labels/pod-template-hash", sets.text("/items/0/metadata/labels/pod-template-hash"))
                .matches("/items/0/metadata/name", sets.text("/items/0/metadata/name") + "-[a-z0-9]{5}");
        eventually("apps/v1:deployments/d", "/status/observedGeneration", 1);
        eventually("apps/v1:deployments/d", "/metadata/annotations/deployment.kubernetes.io~1revision", "1");
    }

    @Test
    void scalesDownToNothing() {
        post("apps/v1:deployments", deployment("d", 1, ""));
        eventually("one pod", () -> get("pods?labelSelector=app%3Dd").names().size() == 1);
        merge("apps/v1:deployments/d/scale", "{spec:{replicas:0}}").status(200);
        eventually("apps/v1:deployments/d", "/status/observedGeneration", 2);
        eventually(
                "none wanted",
                () -> get("apps/v1:replicasets?labelSelector=app%3Dd")
                        .text("/items/0/spec/replicas")
                        .equals("0"));
        eventually("no pod", () -> get("pods?labelSelector=app%3Dd").names().isEmpty());
    }

    @Test
    void pausedOnesDoNotRoll() {
        post("apps/v1:deployments", deployment("d", 0, ""));
        eventually("apps/v1:deployments/d", "/status/observedGeneration", 1);
        strategic(
                        "apps/v1:deployments/d",
                        "{spec:{paused:true,template:{spec:{containers:[{name:'main',image:'conformance/app:2'}]}}}}")
                .status(200);
        eventually("apps/v1:deployments/d", "/status/observedGeneration", 2);
        tally.same(
                "ReplicaSets",
                1,
                get("apps/v1:replicasets?labelSelector=app%3Dd").names().size());
        merge("apps/v1:deployments/d", "{spec:{paused:false}}").status(200);
        eventually(
                "second ReplicaSet",
                () -> get("apps/v1:replicasets?labelSelector=app%3Dd").names().size() == 2);
        eventually("apps/v1:deployments/d", "/metadata/annotations/deployment.kubernetes.io~1revision", "2");
    }

    @Test
    void quotaIsToldAsReplicaFailure() {
        post("resourcequotas", "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'q'},spec:{hard:{pods:'0'}}}")
                .status(201);
        eventually("resourcequotas/q", "/status/used/pods", "0");
        post("apps/v1:deployments", deployment("d", 1, ""));
        eventually(
                "ReplicaFailure",
                () -> get("apps/v1:deployments/d")
                        .body()
                        .at("/status/conditions")
                        .toString()
                        .contains("\"ReplicaFailure\""));
        String conditions =
                get("apps/v1:deployments/d").body().at("/status/conditions").toString();
        tally.that(
                conditions.contains("FailedCreate") && conditions.contains("exceeded quota: q"),
                "the reason is told: " + conditions);
    }

    @Test
    void deletedOnesTakeTheirPods() {
        post("apps/v1:deployments", deployment("d", 1, ""));
        eventually("one pod", () -> get("pods?labelSelector=app%3Dd").names().size() == 1);
        delete("apps/v1:deployments/d").status(200).at("/status", "Success");
        eventually(
                "no ReplicaSet",
                () -> get("apps/v1:replicasets?labelSelector=app%3Dd").names().isEmpty());
        eventually("no pod", () -> get("pods?labelSelector=app%3Dd").names().isEmpty());
    }
}

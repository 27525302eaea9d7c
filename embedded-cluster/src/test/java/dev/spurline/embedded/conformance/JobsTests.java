// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jobs: pods, success, failure, deadline, suspension and TTL.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">what Kubernetes says</a>
 */
@Tag("controllers")
class JobsTests extends ConformanceTestCase {

    String job(String name, String more) {
        return "{apiVersion:'batch/v1',kind:'Job',metadata:{name:'%s'},spec:{%stemplate:{spec:{terminationGracePeriodSeconds:0,restartPolicy:'Never',containers:[{name:'main',image:'absent/image:1'}]}}}}"
                .formatted(name, more);
    }

    @Test
    void makesItsPod() {
        Reply made = post("batch/v1:jobs", job("j", "")).status(201);
        eventually("batch/v1:jobs/j", "/status/active", 1)
                .present("/status/startTime")
                .at("/status/ready", 0);
        get("pods?labelSelector=batch.kubernetes.io/job-name%3Dj")
                .matches("/items/0/metadata/name", "j-[a-z0-9]{5}")
                .at("/items/0/metadata/ownerReferences/0/uid", made.uid())
                .at("/items/0/metadata/labels/batch.kubernetes.io~1controller-uid", made.uid())
                .at("/items/0/metadata/finalizers/0", "batch.kubernetes.io/job-tracking");
    }

    @Test
    void endsAtItsDeadline() {
        post("batch/v1:jobs", job("j", "activeDeadlineSeconds:1,")).status(201);
        eventually(
                "failed",
                () -> get("batch/v1:jobs/j")
                        .body()
                        .at("/status/conditions")
                        .toString()
                        .contains("\"Failed\""));
        String conditions =
                get("batch/v1:jobs/j").body().at("/status/conditions").toString();
        tally.that(conditions.contains("DeadlineExceeded"), "the reason is told: " + conditions);
        tally.that(
                conditions.contains("Job was active longer than specified deadline"), "the message too: " + conditions);
        get("batch/v1:jobs/j").absent("/status/active").at("/status/failed", 1);
    }

    @Test
    void endAtTheirDeadlineThoughNoPodEverRan() {
        post(
                        "batch/v1:jobs",
                        job("j", "activeDeadlineSeconds:1,")
                                .replace("restartPolicy:'Never',", "restartPolicy:'Never',nodeSelector:{no:'where'},"))
                .status(201);
        eventually("batch/v1:jobs/j", "/status/conditions/1/type", "Failed")
                .at("/status/conditions/0/type", "FailureTarget")
                .at("/status/failed", 1)
                .at("/status/terminating", 0)
                .absent("/status/active");
    }

    @Test
    void suspendedOnesWait() {
        post("batch/v1:jobs", job("j", "suspend:true,")).status(201);
        eventually("batch/v1:jobs/j", "/status/conditions/0/type", "Suspended")
                .at("/status/conditions/0/reason", "JobSuspended");
        tally.same(
                "pods",
                0,
                get("pods?labelSelector=batch.kubernetes.io/job-name%3Dj")
                        .names()
                        .size());
        merge("batch/v1:jobs/j", "{spec:{suspend:false}}").status(200);
        eventually("batch/v1:jobs/j", "/status/active", 1).at("/status/conditions/0/status", "False");
    }

    @Test
    void goAfterTheirTime() {
        post("batch/v1:jobs", job("j", "activeDeadlineSeconds:1,ttlSecondsAfterFinished:0,"))
                .status(201);
        eventuallyGone("batch/v1:jobs/j");
        eventually(
                "no pod",
                () -> get("pods?labelSelector=batch.kubernetes.io/job-name%3Dj")
                        .names()
                        .isEmpty());
    }

    @Test
    void needRestartPolicies() {
        post("batch/v1:jobs", job("j", "").replace("restartPolicy:'Never',", ""))
                .status(422)
                .reason("Invalid")
                .messageHas("spec.template.spec.restartPolicy: Required value");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scheduler binds what fits, and says why not.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/">what Kubernetes says</a>
 */
@Tag("controllers")
class SchedulingTests extends ConformanceTestCase {

    @Test
    void tooLargePods() {
        post("pods", pod("big", ",resources:{requests:{cpu:'10000'}}"))
                .status(201)
                .absent("/spec/nodeName");
        eventually("pods/big", "/status/conditions/0/type", "PodScheduled")
                .at("/status/conditions/0/status", "False")
                .at("/status/conditions/0/reason", "Unschedulable")
                .at("/status/phase", "Pending");
        eventually(
                "an event",
                () -> get("events?fieldSelector=involvedObject.name%3Dbig")
                        .body()
                        .toString()
                        .contains("FailedScheduling"));
    }

    @Test
    void otherSchedulers() {
        post("pods", pod("p", "").replace("spec:{", "spec:{schedulerName:'other',"))
                .status(201);
        tally.same(
                "conditions", 0, get("pods/p").body().at("/status/conditions").size());
    }

    @Test
    void bindingIsASubresource() {
        post("pods", pod("p", "").replace("spec:{", "spec:{schedulerName:'other',"))
                .status(201);
        post(
                        "pods/p/binding",
                        "{apiVersion:'v1',kind:'Binding',metadata:{name:'p'},target:{apiVersion:'v1',kind:'Node',name:'nowhere'}}")
                .status(201)
                .at("/status", "Success");
        get("pods/p")
                .at("/spec/nodeName", "nowhere")
                .at("/status/conditions/0/type", "PodScheduled")
                .at("/status/conditions/0/status", "True");
        post(
                        "pods/p/binding",
                        "{apiVersion:'v1',kind:'Binding',metadata:{name:'p'},target:{apiVersion:'v1',kind:'Node',name:'other'}}")
                .status(409)
                .reason("Conflict");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * EndpointSlices follow Services and the pods they select.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">what Kubernetes says</a>
 */
@Tag("controllers")
class EndpointsTests extends ConformanceTestCase {

    static final String SLICES = "discovery.k8s.io/v1:endpointslices?labelSelector=kubernetes.io/service-name%3Ds";

    void service(String more) {
        post(
                        "services",
                        "{apiVersion:'v1',kind:'Service',metadata:{name:'s'},spec:{selector:{app:'p'},ports:[{name:'http',port:80,targetPort:8080}]%s}}"
                                .formatted(more))
                .status(201);
    }

    /** A pod on a node that no kubelet runs; without the Node object the pod would be collected. */
    void unboundPod(String ready) {
        post("/api/v1/nodes", "{apiVersion:'v1',kind:'Node',metadata:{name:'%s'}}".formatted(ns()))
                .status(201);
        post("pods", pod("p", "").replace("spec:{", "spec:{nodeName:'%s',".formatted(ns())))
                .status(201);
        strategic(
                        "pods/p/status",
                        "{status:{phase:'Running',podIP:'10.244.9.9',podIPs:[{ip:'10.244.9.9'}],conditions:[{type:'Ready',status:'%s'}]}}"
                                .formatted(ready))
                .status(200);
    }

    @Test
    void emptyServices() {
        service("");
        eventually(SLICES, "/items/0/metadata/ownerReferences/0/name", "s")
                .at(
                        "/items/0/metadata/labels/endpointslice.kubernetes.io~1managed-by",
                        "endpointslice-controller.k8s.io")
                .at("/items/0/addressType", "IPv4")
                .matches("/items/0/metadata/name", "s-[a-z0-9]{5}");
    }

    @Test
    void readiness() {
        service("");
        unboundPod("False");
        eventually(SLICES, "/items/0/endpoints/0/addresses/0", "10.244.9.9")
                .at("/items/0/endpoints/0/conditions/ready", "false")
                .at("/items/0/endpoints/0/conditions/serving", "false")
                .at("/items/0/endpoints/0/conditions/terminating", "false")
                .at("/items/0/endpoints/0/targetRef/name", "p")
                .at("/items/0/endpoints/0/nodeName", ns())
                .at("/items/0/ports/0/port", 8080)
                .at("/items/0/ports/0/name", "http");
        strategic("pods/p/status", "{status:{conditions:[{type:'Ready',status:'True'}]}}")
                .status(200);
        eventually(SLICES, "/items/0/endpoints/0/conditions/ready", "true")
                .at("/items/0/endpoints/0/conditions/serving", "true");
        merge("pods/p", "{metadata:{labels:{app:'other'}}}").status(200);
        eventually("none", () -> get(SLICES).body().at("/items/0/endpoints").isEmpty());
    }

    @Test
    void publishNotReady() {
        service(",publishNotReadyAddresses:true");
        unboundPod("False");
        eventually(SLICES, "/items/0/endpoints/0/conditions/ready", "true")
                .at("/items/0/endpoints/0/conditions/serving", "false");
    }

    /** It is the cluster's, not the namespace's. */
    @AfterEach
    void removeNode() {
        delete("/api/v1/nodes/" + ns());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Namespaces end after their contents, and take nothing new meanwhile.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/">what Kubernetes says</a>
 */
@Tag("controllers")
class NamespaceLifecycleTests extends ConformanceTestCase {

    @Test
    void contentsFirst() {
        String name = ns() + "-x";
        post("/api/v1/namespaces", "{apiVersion:'v1',kind:'Namespace',metadata:{name:'%s'}}".formatted(name))
                .status(201)
                .at("/status/phase", "Active")
                .at("/spec/finalizers/0", "kubernetes")
                .at("/metadata/labels/kubernetes.io~1metadata.name", name);
        String in = "/api/v1/namespaces/" + name;
        post(
                        in + "/configmaps",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'held',finalizers:['example.com/f']}}")
                .status(201);
        post(in + "/secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'s'}}")
                .status(201);
        delete(in).status(200).at("/status/phase", "Terminating").present("/metadata/deletionTimestamp");
        refused(name, "{metadata:{name:'late'}}", "late");
        refused(name, "{metadata:{generateName:'later-'}}", "later-");
        refused(name, "{metadata:{name:'late',generateName:'later-'}}", "late");
        refused(name, "{metadata:{}}", "Unknown");
        eventuallyGone(in + "/secrets/s");
        eventually(in + "/configmaps/held", "/metadata/deletionGracePeriodSeconds", 0);
        get(in).status(200).at("/status/phase", "Terminating");
        merge(in + "/configmaps/held", "{metadata:{finalizers:null}}").status(200);
        eventuallyGone(in);
    }

    private void refused(String namespace, String map, String named) {
        post("/api/v1/namespaces/" + namespace + "/configmaps", map)
                .status(403)
                .reason("Forbidden")
                .message(
                        "configmaps \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                                .formatted(named, namespace))
                .at("/details/name", named)
                .at("/details/causes/0/reason", "NamespaceTerminating");
    }

    @Test
    void waitsForTheFinalizersOfOthers() {
        String name = ns() + "-y";
        String path = "/api/v1/namespaces/" + name;
        post("/api/v1/namespaces", "{metadata:{name:'%s',finalizers:['example.com/hold']}}".formatted(name))
                .status(201)
                .at("/metadata/finalizers", "[\"example.com/hold\"]");
        post(path + "/secrets", "{metadata:{name:'s'}}").status(201);

        delete(path).status(200).at("/status/phase", "Terminating");

        eventuallyGone(path + "/secrets/s");
        get(path).status(200).at("/metadata/finalizers", "[\"example.com/hold\"]");
        merge(path, "{metadata:{finalizers:null}}").status(200);
        eventuallyGone(path);
    }

    @Test
    void everyNamespaceHasAnAccount() {
        eventually("serviceaccounts/default", "/metadata/name", "default");
        eventually("configmaps/kube-root-ca.crt", "/metadata/name", "kube-root-ca.crt");
        delete("/api/v1/namespaces/default").status(403).reason("Forbidden");
    }
}

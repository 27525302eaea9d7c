// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Dependents follow their owners: background, foreground, orphaned, with several owners, with absent ones.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">what Kubernetes says</a>
 */
@Tag("controllers")
class GarbageCollectionTests extends ConformanceTestCase {

    String owned(String name, String owner, String uid, String more) {
        return "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'%s',ownerReferences:[{apiVersion:'v1',kind:'ConfigMap',name:'%s',uid:'%s'%s}]}}"
                .formatted(name, owner, uid, more);
    }

    @Test
    void background() {
        String owner = post("configmaps", configMap("owner", "")).uid();
        post("configmaps", owned("child", "owner", owner, "")).status(201);
        delete("configmaps/owner", "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Background'}")
                .status(200)
                .at("/status", "Success");
        get("configmaps/owner").status(404);
        eventuallyGone("configmaps/child");
    }

    @Test
    void foreground() {
        String owner = post("configmaps", configMap("owner", "")).uid();
        post(
                        "configmaps",
                        owned("child", "owner", owner, ",blockOwnerDeletion:true")
                                .replace("ownerReferences", "finalizers:['example.com/f'],ownerReferences"))
                .status(201);
        eventually("known to the collector", () -> get("configmaps/child").code() == 200);
        delete("configmaps/owner", "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Foreground'}")
                .status(200)
                .at("/metadata/finalizers/0", "foregroundDeletion")
                .present("/metadata/deletionTimestamp");
        eventually("configmaps/child", "/metadata/deletionGracePeriodSeconds", 0);
        get("configmaps/owner").status(200);
        merge("configmaps/child", "{metadata:{finalizers:null}}").status(200);
        eventuallyGone("configmaps/child");
        eventuallyGone("configmaps/owner");
    }

    @Test
    void orphan() {
        String owner = post("configmaps", configMap("owner", "")).uid();
        post("configmaps", owned("child", "owner", owner, "")).status(201);
        delete("configmaps/owner", "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Orphan'}")
                .status(200)
                .at("/metadata/finalizers/0", "orphan");
        eventuallyGone("configmaps/owner");
        get("configmaps/child").status(200).absent("/metadata/ownerReferences");
    }

    @Test
    void absentOwners() {
        post("configmaps", owned("child", "never", "b0b0b0b0-0000-0000-0000-000000000000", ""))
                .status(201);
        eventuallyGone("configmaps/child");
    }

    @Test
    void severalOwners() {
        String one = post("configmaps", configMap("one", "")).uid();
        String two = post("configmaps", configMap("two", "")).uid();
        post(
                        "configmaps",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'child',ownerReferences:[{apiVersion:'v1',kind:'ConfigMap',name:'one',uid:'%s'},{apiVersion:'v1',kind:'ConfigMap',name:'two',uid:'%s'}]}}"
                                .formatted(one, two))
                .status(201);
        delete("configmaps/one", "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Background'}")
                .status(200);
        eventually(
                "the reference is gone",
                () -> get("configmaps/child")
                                .body()
                                .at("/metadata/ownerReferences")
                                .size()
                        == 1);
        get("configmaps/child").status(200).at("/metadata/ownerReferences/0/name", "two");
        delete("configmaps/two", "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Background'}")
                .status(200);
        eventuallyGone("configmaps/child");
    }

    @Test
    void oneControllerOnly() {
        post(
                        "configmaps",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'child',ownerReferences:[{apiVersion:'v1',kind:'ConfigMap',name:'a',uid:'1',controller:true},{apiVersion:'v1',kind:'ConfigMap',name:'b',uid:'2',controller:true}]}}")
                .status(422)
                .reason("Invalid")
                .messageHas("Only one reference can have Controller set to true");
    }
}

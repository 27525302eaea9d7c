// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PersistentVolumeClaims: how they wait, and when they are bound.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/">what Kubernetes says</a>
 */
@Tag("controllers")
class ClaimsTests extends ConformanceTestCase {

    private static String claim(String name, String rest) {
        return """
                {metadata:{name:'%s'},spec:{accessModes:['ReadWriteOnce'],resources:{requests:{storage:'1Gi'}}%s}}
                """.formatted(name, rest);
    }

    private static String consumer(String name, String claim, String args) {
        return """
                {metadata:{name:'%s'},spec:{terminationGracePeriodSeconds:1,restartPolicy:'Never',
                 volumes:[{name:'data',persistentVolumeClaim:{claimName:'%s'}}],
                 containers:[{name:'main',image:'conformance/app:1',args:%s,
                  volumeMounts:[{name:'data',mountPath:'/data'}]}]}}
                """.formatted(name, claim, args);
    }

    private void told(String claim, String type, String reason, String message) {
        eventually(
                reason,
                () -> StreamSupport.stream(get("events").body().path("items").spliterator(), false)
                        .filter(event ->
                                event.at("/involvedObject/name").asText().equals(claim))
                        .anyMatch(event -> event.path("type").asText().equals(type)
                                && event.path("reason").asText().equals(reason)
                                && event.path("message").asText().equals(message)
                                && event.at("/source/component").asText().equals("persistentvolume-controller")));
    }

    @Test
    void waitWithoutAClass() {
        post("persistentvolumeclaims", claim("c", ""))
                .status(201)
                .at("/status/phase", "Pending")
                .at("/spec/volumeMode", "Filesystem");

        told(
                "c",
                "Normal",
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set");
        get("persistentvolumeclaims/c").at("/status/phase", "Pending").absent("/spec/volumeName");
    }

    @Test
    void waitForAClassThatIsNotThere() {
        post("persistentvolumeclaims", claim("c", ",storageClassName:'nobody-has-this'"))
                .status(201);

        told("c", "Warning", "ProvisioningFailed", "storageclass.storage.k8s.io \"nobody-has-this\" not found");
    }

    @Test
    void podsWaitForClaimsThatAreNotThere() {
        needsNode();
        post("pods", consumer("p", "none", "['serve']")).status(201);

        eventually("pods/p", "/status/conditions/0/reason", "Unschedulable")
                .matches(
                        "/status/conditions/0/message",
                        ".* nodes are available: persistentvolumeclaim \"none\" not found.*");
        get("pods/p").at("/status/phase", "Pending");
    }

    @Test
    void areBoundForTheFirstPod() {
        needsEmbedded("no provisioner");
        post("persistentvolumeclaims", claim("c", "")).status(201);

        post("pods", consumer("p", "c", "['serve']")).status(201);

        String volume = "pvc-" + get("persistentvolumeclaims/c").uid();
        eventually("persistentvolumeclaims/c", "/status/phase", "Bound")
                .at("/spec/volumeName", volume)
                .at("/status/capacity/storage", "1Gi")
                .at("/status/accessModes/0", "ReadWriteOnce")
                .at("/metadata/annotations/pv.kubernetes.io~1bind-completed", "yes");
        eventually("/api/v1/persistentvolumes/" + volume, "/status/phase", "Bound")
                .at("/spec/claimRef/name", "c")
                .at("/spec/claimRef/namespace", ns())
                .at("/spec/persistentVolumeReclaimPolicy", "Delete");
        eventually("pods/p", "/status/phase", "Running");

        delete("pods/p").status(200);
        delete("persistentvolumeclaims/c").status(200);
        eventuallyGone("persistentvolumeclaims/c");
        eventuallyGone("/api/v1/persistentvolumes/" + volume);
    }

    @Test
    void claimsOfAStatefulSetAreBound() {
        needsEmbedded("no provisioner");
        post("apps/v1:statefulsets", """
                        {metadata:{name:'s'},spec:{serviceName:'s',replicas:1,selector:{matchLabels:{app:'s'}},
                         template:{metadata:{labels:{app:'s'}},spec:{terminationGracePeriodSeconds:1,
                          containers:[{name:'main',image:'conformance/app:1',volumeMounts:[{name:'data',mountPath:'/data'}]}]}},
                         volumeClaimTemplates:[{metadata:{name:'data'},spec:{accessModes:['ReadWriteOnce'],
                          resources:{requests:{storage:'1Gi'}}}}]}}
                        """).status(201);

        eventually("persistentvolumeclaims/data-s-0", "/status/phase", "Bound");
        eventually("apps/v1:statefulsets/s", "/status/readyReplicas", 1);
    }

    @Test
    void claimsOfEphemeralVolumesGoWithTheirPod() {
        needsEmbedded("no provisioner");
        post("pods", """
                        {metadata:{name:'p'},spec:{terminationGracePeriodSeconds:1,restartPolicy:'Never',
                         volumes:[{name:'scratch',ephemeral:{volumeClaimTemplate:{metadata:{labels:{kind:'scratch'}},
                          spec:{accessModes:['ReadWriteOnce'],resources:{requests:{storage:'1Gi'}}}}}}],
                         containers:[{name:'main',image:'conformance/app:1',args:['serve'],
                          volumeMounts:[{name:'scratch',mountPath:'/scratch'}]}]}}
                        """).status(201);

        eventually("pods/p", "/status/phase", "Running");
        eventually("persistentvolumeclaims/p-scratch", "/status/phase", "Bound")
                .at("/metadata/labels/kind", "scratch")
                .at("/metadata/ownerReferences/0/kind", "Pod")
                .at("/metadata/ownerReferences/0/name", "p");

        delete("pods/p").status(200);
        eventuallyGone("persistentvolumeclaims/p-scratch");
    }

    @Test
    void claimsOfAStatefulSetAreChecked() {
        post("apps/v1:statefulsets?dryRun=All", """
                        {metadata:{name:'s'},spec:{serviceName:'s',selector:{matchLabels:{app:'s'}},
                         template:{metadata:{labels:{app:'s'}},spec:{containers:[{name:'main',image:'x'}]}},
                         volumeClaimTemplates:[{metadata:{name:'data'},spec:{}}]}}
                        """)
                .status(422)
                .message(
                        "StatefulSet.apps \"s\" is invalid: [spec.volumeClaimTemplates[0].spec.accessModes: Required value:"
                                + " at least 1 access mode is required, spec.volumeClaimTemplates[0].spec.resources[storage]:"
                                + " Required value]");
    }

    @Test
    void keepWhatTheyAskFor() {
        post("persistentvolumeclaims", claim("c", "")).status(201);

        merge("persistentvolumeclaims/c", "{spec:{resources:{requests:{storage:'2Gi'}}}}")
                .status(422)
                .reason("Invalid")
                .messageHas(
                        "PersistentVolumeClaim \"c\" is invalid: spec: Forbidden: spec is immutable after creation except"
                                + " resources.requests and volumeAttributesClassName for bound claims");
        merge("persistentvolumeclaims/c", "{spec:{accessModes:['ReadWriteMany']}}")
                .status(422);
        merge("persistentvolumeclaims/c", "{spec:{storageClassName:'y'}}").status(200);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * StatefulSets make pods with ordered names.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/">what Kubernetes says</a>
 */
@Tag("controllers")
class StatefulSetsTests extends ConformanceTestCase {

    @Test
    void oneAfterTheOther() {
        post(
                        "apps/v1:statefulsets",
                        "{apiVersion:'apps/v1',kind:'StatefulSet',metadata:{name:'s'},spec:{serviceName:'s',replicas:2,selector:{matchLabels:{app:'s'}},template:{metadata:{labels:{app:'s'}},spec:{containers:[{name:'main',image:'absent/image:1'}]}}}}")
                .status(201)
                .at("/spec/podManagementPolicy", "OrderedReady")
                .at("/spec/updateStrategy/type", "RollingUpdate");
        eventually("pods/s-0", "/metadata/name", "s-0")
                .at("/metadata/labels/statefulset.kubernetes.io~1pod-name", "s-0")
                .at("/metadata/labels/apps.kubernetes.io~1pod-index", "0")
                .at("/spec/hostname", "s-0")
                .at("/spec/subdomain", "s")
                .present("/metadata/labels/controller-revision-hash")
                .at("/metadata/ownerReferences/0/kind", "StatefulSet");
        get("pods/s-1").status(404);
        eventually("apps/v1:statefulsets/s", "/status/replicas", 1).present("/status/currentRevision");
    }
}

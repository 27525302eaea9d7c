// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The generation counts changes of the spec, and of nothing else.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#metadata">what Kubernetes says</a>
 */
@Tag("api")
class GenerationTests extends ConformanceTestCase {

    @Test
    void countsSpecs() {
        post("apps/v1:deployments", deployment("d", 0, "")).status(201).at("/metadata/generation", 1);
        merge("apps/v1:deployments/d", "{metadata:{labels:{a:'b'}}}")
                .status(200)
                .at("/metadata/generation", 1);
        merge("apps/v1:deployments/d", "{spec:{paused:true}}").status(200).at("/metadata/generation", 2);
        merge("apps/v1:deployments/d/status", "{status:{collisionCount:1}}")
                .status(200)
                .at("/metadata/generation", 2);
    }

    @Test
    void statusIsASubresource() {
        post("apps/v1:deployments", deployment("d", 0, ""));
        merge("apps/v1:deployments/d", "{spec:{paused:true},status:{collisionCount:7}}")
                .status(200)
                .absent("/status/collisionCount");
        merge("apps/v1:deployments/d/status", "{spec:{paused:false},status:{collisionCount:7}}")
                .status(200)
                .at("/spec/paused", "true")
                .at("/status/collisionCount", 7);
        get("apps/v1:deployments/d/status").status(200).at("/kind", "Deployment");
    }

    @Test
    void scaleIsASubresource() {
        post("apps/v1:deployments", deployment("d", 0, ""));
        get("apps/v1:deployments/d/scale")
                .status(200)
                .at("/kind", "Scale")
                .at("/apiVersion", "autoscaling/v1")
                .at("/status/selector", "app=d");
        merge("apps/v1:deployments/d", "{spec:{paused:true}}");
        merge("apps/v1:deployments/d/scale", "{spec:{replicas:2}}").status(200).at("/spec/replicas", 2);
        get("apps/v1:deployments/d").at("/spec/replicas", 2).at("/metadata/generation", 3);
    }
}

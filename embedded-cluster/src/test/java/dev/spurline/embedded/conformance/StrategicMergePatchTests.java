// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Strategic merge patch: lists merge by key, with directives.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">what Kubernetes says</a>
 */
@Tag("api")
class StrategicMergePatchTests extends ConformanceTestCase {

    @Test
    void mergesByKey() {
        post("apps/v1:deployments", deployment("d", 0, ",env:[{name:'A',value:'1'},{name:'B',value:'2'}]"))
                .status(201);
        strategic(
                        "apps/v1:deployments/d",
                        "{spec:{template:{spec:{containers:[{name:'main',env:[{name:'B',value:'3'},{name:'C',value:'4'}]}]}}}}")
                .status(200)
                .at("/metadata/generation", 2)
                .absent("/spec/template/spec/containers/1")
                .at("/spec/template/spec/containers/0/image", "conformance/app:1")
                .at("/spec/template/spec/containers/0/env/0/name", "A")
                .at("/spec/template/spec/containers/0/env/1/name", "B")
                .at("/spec/template/spec/containers/0/env/1/value", "3")
                .at("/spec/template/spec/containers/0/env/2/name", "C");
        strategic("apps/v1:deployments/d", "{spec:{template:{spec:{containers:[{name:'side',image:'s'}]}}}}")
                .status(200)
                .at("/spec/template/spec/containers/0/name", "side")
                .at("/spec/template/spec/containers/1/name", "main");
    }

    @Test
    void deletesByDirective() {
        post("apps/v1:deployments", deployment("d", 0, ",env:[{name:'A',value:'1'},{name:'B',value:'2'}]"));
        strategic(
                        "apps/v1:deployments/d",
                        "{spec:{template:{spec:{containers:[{name:'main',env:[{name:'A',$patch:'delete'}]}]}}}}")
                .status(200)
                .at("/spec/template/spec/containers/0/env", "[{\"name\":\"B\",\"value\":\"2\"}]");
    }

    @Test
    void replacesByDirective() {
        post("configmaps", configMap("a", "data:{k:'v',l:'w'}"));
        strategic("configmaps/a", "{data:{$patch:'replace',n:'1'}}").status(200).at("/data", "{\"n\":\"1\"}");
        strategic("configmaps/a", "{data:{n:null,m:'2'}}").status(200).at("/data", "{\"m\":\"2\"}");
    }

    @Test
    void unknownDirectivesAreRefused() {
        post("configmaps", configMap("a", "data:{k:'v'}"));
        Reply refused = strategic("configmaps/a", "{data:{$patch:'nonsense'}}");
        tally.that(refused.code() >= 400, "an unknown directive is refused");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * JSON Patch, RFC 6902.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">what Kubernetes says</a>
 */
@Tag("api")
class JsonPatchTests extends ConformanceTestCase {

    @Test
    void operations() {
        post("configmaps", configMap("a", "data:{k:'v',gone:'x'}"));
        json(
                        "configmaps/a",
                        "[{op:'add',path:'/data/n',value:'1'},{op:'replace',path:'/data/k',value:'2'},{op:'remove',path:'/data/gone'}]")
                .status(200)
                .at("/data", "{\"k\":\"2\",\"n\":\"1\"}");
        json("configmaps/a", "[{op:'copy',from:'/data/n',path:'/data/c'},{op:'move',from:'/data/k',path:'/data/m'}]")
                .status(200)
                .at("/data/c", "1")
                .at("/data/m", "2")
                .absent("/data/k");
        json("configmaps/a", "[{op:'add',path:'/metadata/labels',value:{'a~b/c':'x'}}]")
                .status(422);
        json(
                        "configmaps/a",
                        "[{op:'add',path:'/metadata/labels',value:{}},{op:'add',path:'/metadata/labels/a.b~1c',value:'x'}]")
                .status(200)
                .at("/metadata/labels/a.b~1c", "x");
    }

    @Test
    void aFailingTestChangesNothing() {
        Reply first = post("configmaps", configMap("a", "data:{k:'v'}"));
        json("configmaps/a", "[{op:'replace',path:'/data/k',value:'w'},{op:'test',path:'/data/k',value:'v'}]")
                .status(422)
                .reason("Invalid");
        get("configmaps/a").at("/data/k", "v").at("/metadata/resourceVersion", first.version());
        json("configmaps/a", "[{op:'test',path:'/data/k',value:'v'},{op:'replace',path:'/data/k',value:'w'}]")
                .status(200)
                .at("/data/k", "w");
    }

    @Test
    void missingPlacesAre422() {
        post("configmaps", configMap("a", ""));
        json("configmaps/a", "[{op:'remove',path:'/data/absent'}]").status(422).reason("Invalid");
        json("configmaps/a", "{}").status(400).reason("BadRequest");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * JSON Merge Patch, RFC 7396.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">what Kubernetes says</a>
 */
@Tag("api")
class MergePatchTests extends ConformanceTestCase {

    @Test
    void nullRemoves() {
        post("configmaps", configMap("a", "data:{k:'v',l:'w'}"));
        merge("configmaps/a", "{data:{k:null,n:'1'}}").status(200).at("/data", "{\"l\":\"w\",\"n\":\"1\"}");
        merge("configmaps/a", "{data:null}").status(200).absent("/data");
        merge("configmaps/a", "{metadata:{labels:{a:'b'}}}").status(200).at("/metadata/labels/a", "b");
    }

    @Test
    void listsAreReplaced() {
        post("apps/v1:deployments", deployment("d", 0, ",env:[{name:'A',value:'1'}]"))
                .status(201);
        merge("apps/v1:deployments/d", "{spec:{template:{spec:{containers:[{name:'other',image:'x'}]}}}}")
                .status(200)
                .at("/spec/template/spec/containers/0/name", "other")
                .absent("/spec/template/spec/containers/1");
    }

    @Test
    void otherPatchTypesAre415() {
        post("configmaps", configMap("a", ""));
        send("PATCH", "configmaps/a", "application/json", "{}").status(415).reason("UnsupportedMediaType");
    }
}

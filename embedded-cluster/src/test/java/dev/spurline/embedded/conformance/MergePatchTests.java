/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

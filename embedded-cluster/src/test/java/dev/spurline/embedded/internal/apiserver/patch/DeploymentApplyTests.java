// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import org.junit.jupiter.api.Test;

/** Lists that are maps by name, shared by several appliers. */
class DeploymentApplyTests extends ServerSideApplyTestCase {

    private static final String MAIN = "{spec:{template:{spec:{containers:[{name:'main',image:'shop/x:1'}]}}}}";

    DeploymentApplyTests() {
        super(Kind.of("apps/v1", "Deployment"));
    }

    @Test
    void mergesContainersByName() {
        apply("alice", MAIN);
        apply("bob", "{spec:{template:{spec:{containers:[{name:'main',env:[{name:'X',value:'1'}]},{name:'side'}]}}}}");

        assertThat(live.at("/spec/template/spec/containers"))
                .isEqualTo(json("[{name:'main',image:'shop/x:1',env:[{name:'X',value:'1'}],resources:{}},"
                        + "{name:'side',resources:{}}]"));
        assertThat(owned("bob").at("/f:spec/f:template/f:spec/f:containers"))
                .isEqualTo(json("{'k:{\"name\":\"main\"}':{'.':{},'f:env':{'k:{\"name\":\"X\"}':"
                        + "{'.':{},'f:name':{},'f:value':{}}},'f:name':{}},"
                        + "'k:{\"name\":\"side\"}':{'.':{},'f:name':{}}}"));
    }

    @Test
    void namesTheElementInConflict() {
        apply("alice", MAIN);

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply("bob", MAIN.replace("x:1", "x:2")))
                .withMessage("Apply failed with 1 conflict: conflict with \"alice\":"
                        + " .spec.template.spec.containers[name=\"main\"].image");
    }

    @Test
    void removesElementsThatNobodyElseOwns() {
        apply("alice", MAIN);
        apply("bob", "{spec:{template:{spec:{containers:[{name:'main',env:[{name:'X',value:'1'}]},{name:'side'}]}}}}");
        apply("bob", "{spec:{template:{spec:{containers:[{name:'main',image:'shop/x:2'}]}}}}", true);

        assertThat(live.at("/spec/template/spec/containers"))
                .isEqualTo(json("[{name:'main',image:'shop/x:2',resources:{}}]"));
    }

    @Test
    void ownsDefaultsOfKeys() {
        apply("alice", "{spec:{template:{spec:{containers:[{name:'main',ports:[{containerPort:80}]}]}}}}");

        assertThat(owned("alice")
                        .at("/f:spec/f:template/f:spec/f:containers")
                        .path("k:{\"name\":\"main\"}")
                        .path("f:ports"))
                .isEqualTo(json("{'k:{\"containerPort\":80,\"protocol\":\"TCP\"}':{'.':{},'f:containerPort':{}}}"));
    }

    @Test
    void countsWhatACreateSets() {
        create("creator", MAIN);

        assertThat(owned("creator"))
                .isEqualTo(json("{'f:spec':{'f:template':{'f:spec':{'f:containers':{'k:{\"name\":\"main\"}':"
                        + "{'.':{},'f:image':{},'f:name':{},'f:resources':{}}}}}}}"));
    }

    @Test
    void refusesAnElementTwice() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply("a", "{spec:{template:{spec:{containers:[{name:'x'},{name:'x'}]}}}}"))
                .withMessageEndingWith(".spec.template.spec.containers: duplicate entries for key [name=\"x\"]");
    }
}

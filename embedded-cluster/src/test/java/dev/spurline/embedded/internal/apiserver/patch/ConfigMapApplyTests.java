// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import org.junit.jupiter.api.Test;

/** What a real server was seen to do with a ConfigMap, step by step. */
class ConfigMapApplyTests extends ServerSideApplyTestCase {

    ConfigMapApplyTests() {
        super(Kind.of("v1", "ConfigMap"));
    }

    @Test
    void ownsWhatItApplies() {
        apply("alice", "{data:{a:'1'}}");

        assertThat(live.path("metadata").path("managedFields"))
                .isEqualTo(json("[{manager:'alice',operation:'Apply',apiVersion:'v1',time:'2026-01-01T12:00:00Z',"
                        + "fieldsType:'FieldsV1',fieldsV1:{'f:data':{'f:a':{}}}}]"));
    }

    @Test
    void refusesWhatOthersOwn() {
        apply("alice", "{data:{a:'1'}}");

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply("bob", "{data:{a:'2',b:'2'}}"))
                .withMessage("Apply failed with 1 conflict: conflict with \"alice\": .data.a");
    }

    @Test
    void namesEveryConflict() {
        create("creator", "{data:{a:'1'}}");
        apply("alice", "{data:{b:'1',c:'1'}}");

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply("bob", "{data:{a:'2',b:'2',c:'2'}}"))
                .withMessage("""
                        Apply failed with 3 conflicts: conflicts with "alice":
                        - .data.b
                        - .data.c
                        conflicts with "creator" using v1:
                        - .data.a""");
    }

    @Test
    void takesByForce() {
        apply("alice", "{data:{a:'1'}}");
        apply("bob", "{data:{a:'2',b:'2'}}", true);

        assertThat(live.path("data")).isEqualTo(json("{a:'2',b:'2'}"));
        assertThat(owned("alice")).isEqualTo(json("{}"));
        assertThat(owned("bob")).isEqualTo(json("{'f:data':{'f:a':{},'f:b':{}}}"));
    }

    @Test
    void removesWhatIsNoLongerApplied() {
        apply("alice", "{data:{c:'3'}}");
        apply("bob", "{data:{a:'2'}}");
        apply("alice", "{data:{}}");

        assertThat(live.path("data")).isEqualTo(json("{a:'2'}"));
        assertThat(owned("alice")).isEqualTo(json("{'f:data':{}}"));
    }

    @Test
    void sharesEqualValues() {
        create("creator", "{data:{a:'1'}}");
        apply("alice", "{data:{a:'1'}}");

        assertThat(owned("creator")).isEqualTo(json("{'f:data':{'.':{},'f:a':{}}}"));
        assertThat(owned("alice")).isEqualTo(json("{'f:data':{'f:a':{}}}"));
        assertThat(live.path("metadata").path("managedFields").path(0).has("time"))
                .isFalse();

        apply("alice", "{data:{}}");

        assertThat(live.path("data")).isEqualTo(json("{a:'1'}"));
    }

    @Test
    void refusesUnknownFields() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply("alice", "{nonsense:{a:'1'}}"))
                .withMessage("failed to create typed patch object (/one; /v1, Kind=ConfigMap): .nonsense: field not"
                        + " declared in schema");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.json;
import static dev.spurline.embedded.internal.apiserver.patch.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTests {

    private static final String POD_SPEC = "{containers:[{name:'main',image:'a:1',"
            + "env:[{name:'A',value:'1'},{name:'B',value:'2'}]},{name:'side',image:'b:1'}]}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [{name:'C',value:'3'}]                    | [{name:'C',value:'3'},{name:'A',value:'1'},{name:'B',value:'2'}]
            [{name:'A',value:'9'}]                    | [{name:'A',value:'9'},{name:'B',value:'2'}]
            [{name:'A',$patch:'delete'}]              | [{name:'B',value:'2'}]
            [{$patch:'replace'},{name:'Z',value:'1'}] | [{name:'Z',value:'1'}]
            []                                        | [{name:'A',value:'1'},{name:'B',value:'2'}]
            [{name:'A',value:null,valueFrom:{fieldRef:{fieldPath:'x'}}}] | [{name:'A',valueFrom:{fieldRef:{fieldPath:'x'}}},{name:'B',value:'2'}]
            """)
    void mergesEnvByName(String env, String expected) {
        JsonNode patched = podSpec("{containers:[{name:'main',env:" + env + "}]}");

        assertThat(patched.at("/containers/0/env")).isEqualTo(json(expected));
        assertThat(patched.at("/containers/1")).isEqualTo(json("{name:'side',image:'b:1'}"));
    }

    @Test
    void setsTheOrderOfElements() {
        JsonNode patched = podSpec("{'$setElementOrder/containers':[{name:'side'},{name:'main'}]}");

        assertThat(patched.at("/containers").findValuesAsText("name")).startsWith("side", "main");
    }

    @Test
    void emptyPatchChangesNothing() {
        assertThat(podSpec("{}")).isEqualTo(json(POD_SPEC));
    }

    @Test
    void retainsOnlyTheKeysNamed() {
        JsonNode patched = StrategicMergePatch.apply(
                object("{strategy:{type:'RollingUpdate',rollingUpdate:{maxSurge:1}}}"),
                object("{strategy:{$retainKeys:['type'],type:'Recreate'}}"),
                TypeCatalogue.builtIn().type("DeploymentSpec"));

        assertThat(patched).isEqualTo(json("{strategy:{type:'Recreate'}}"));
    }

    @Test
    void mergesAndDeletesScalars() {
        var metadata = TypeCatalogue.builtIn().type("ObjectMeta");

        assertThat(StrategicMergePatch.apply(object("{finalizers:['a','b']}"), object("{finalizers:['c']}"), metadata))
                .isEqualTo(json("{finalizers:['c','a','b']}"));
        assertThat(StrategicMergePatch.apply(
                        object("{finalizers:['a','b']}"),
                        object("{'$deleteFromPrimitiveList/finalizers':['a']}"),
                        metadata))
                .isEqualTo(json("{finalizers:['b']}"));
    }

    @Test
    void replacesAndDeletesWholeObjects() {
        assertThat(podSpec("{$patch:'replace',hostname:'x'}")).isEqualTo(json("{hostname:'x'}"));
        assertThat(podSpec("{$patch:'delete'}")).isEqualTo(json("{}"));
    }

    @Test
    void refusesAnElementWithoutItsKey() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> podSpec("{containers:[{image:'x'}]}"))
                .withMessageContaining("does not contain declared merge key: name");
    }

    private static JsonNode podSpec(String patch) {
        return StrategicMergePatch.apply(
                object(POD_SPEC), object(patch), TypeCatalogue.builtIn().type("PodSpec"));
    }
}

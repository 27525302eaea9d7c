// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.json;
import static dev.spurline.embedded.internal.apiserver.patch.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spurline.embedded.internal.apiserver.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of <a href="https://www.rfc-editor.org/rfc/rfc6902#appendix-A">RFC 6902, appendix A</a>, and the server's refusals. */
class JsonPatchOperationsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {a:1}               | [{op:'add',path:'/b',value:2}]            | {a:1,b:2}
            {a:[1,3]}           | [{op:'add',path:'/a/1',value:2}]          | {a:[1,2,3]}
            {a:[1]}             | [{op:'add',path:'/a/-',value:2}]          | {a:[1,2]}
            {a:1,b:2}           | [{op:'remove',path:'/b'}]                 | {a:1}
            {a:[1,2,3]}         | [{op:'remove',path:'/a/1'}]               | {a:[1,3]}
            {a:[1,2,3]}         | [{op:'remove',path:'/a/-1'}]              | {a:[1,2]}
            {a:1}               | [{op:'replace',path:'/a',value:9}]        | {a:9}
            {a:1}               | [{op:'replace',path:'/b',value:9}]        | {a:1,b:9}
            {a:{b:1},c:{}}      | [{op:'move',from:'/a/b',path:'/c/d'}]     | {a:{},c:{d:1}}
            {a:[1,2,3]}         | [{op:'move',from:'/a/0',path:'/a/2'}]     | {a:[2,3,1]}
            {a:{b:[1]}}         | [{op:'copy',from:'/a/b',path:'/c'}]       | {a:{b:[1]},c:[1]}
            {'a/b':1,'m~n':2}   | [{op:'remove',path:'/a~1b'},{op:'replace',path:'/m~0n',value:3}] | {'m~n':3}
            {a:1}               | [{op:'test',path:'/a',value:1.0}]         | {a:1}
            {a:1}               | [{op:'test',path:'/none',value:null}]     | {a:1}
            {a:1}               | [{op:'add',path:'',value:{b:2}}]          | {b:2}
            {a:1}               | []                                        | {a:1}
            """)
    void patches(String target, String patch, String expected) {
        assertThat(JsonPatch.apply(object(target), json(patch))).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{op:'test',path:'/data/a',value:'1'},{op:'remove',path:'/data/b'}]",
                "[{op:'remove',path:'/data/zzz'}]",
                "[{op:'add',path:'/metadata/annotations/x',value:'1'}]",
                "[{op:'replace',path:'/absent/zzz',value:'1'}]",
                "[{op:'replace',path:'/list/01',value:'1'}]",
                "[{op:'add',path:'/list/3',value:'1'}]",
                "[{op:'nonsense',path:'/data/a'}]",
                "[{op:'add',path:'data/a',value:1}]",
                "[{op:'remove',path:''}]",
            })
    void refusesWhatCannotBeApplied(String patch) {
        var before = object("{data:{a:'9',b:'2'},metadata:{},list:[1,2]}");

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> JsonPatch.apply(before, json(patch)))
                .satisfies(rejection -> assertThat(rejection.status())
                        .isEqualTo(json("{kind:'Status',apiVersion:'v1',metadata:{},status:'Failure',"
                                + "message:'the server rejected our request due to an error in our request',"
                                + "reason:'Invalid',details:{},code:422}")));
        assertThat(before).isEqualTo(json("{data:{a:'9',b:'2'},metadata:{},list:[1,2]}"));
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> JsonPatch.apply(object("{}"), json("{op:'add'}")))
                .withMessage("error decoding patch: json: cannot unmarshal object into Go value of type"
                        + " []handlers.jsonPatchOp")
                .satisfies(rejection -> assertThat(rejection.code()).isEqualTo(400));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of <a href="https://www.rfc-editor.org/rfc/rfc7386#appendix-A">RFC 7386, appendix A</a>. */
class MergePatchDocumentTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":"b"}         | {"a":"c"}             | {"a":"c"}
            {"a":"b"}         | {"b":"c"}             | {"a":"b","b":"c"}
            {"a":"b"}         | {"a":null}            | {}
            {"a":"b","b":"c"} | {"a":null}            | {"b":"c"}
            {"a":["b"]}       | {"a":"c"}             | {"a":"c"}
            {"a":"c"}         | {"a":["b"]}           | {"a":["b"]}
            {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]} | {"a":[1]}             | {"a":[1]}
            ["a","b"]         | ["c","d"]             | ["c","d"]
            {"a":"b"}         | ["c"]                 | ["c"]
            {"a":"foo"}       | null                  | null
            {"a":"foo"}       | "bar"                 | "bar"
            {"e":null}        | {"a":1}               | {"e":null,"a":1}
            [1,2]             | {"a":"b","c":null}    | {"a":"b"}
            {}                | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
            """)
    void mergesAsTheTableSays(String target, String patch, String expected) {
        JsonNode before = json(target);

        assertThat(MergePatch.apply(before, json(patch))).isEqualTo(json(expected));
        assertThat(before).isEqualTo(json(target));
    }
}

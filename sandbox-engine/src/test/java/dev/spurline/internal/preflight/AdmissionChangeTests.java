// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.text.JsonTrees;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionChangeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '_',
            value = {
                "{a: 1, b: [{c: x}]} | {a: 1, b: [{c: x, weight: 1}], d: added} | as sent",
                "{a: 1} | {a: 2} | /a",
                "{a: 1} | {} | /a",
                "{a: {b: [1, 2]}} | {a: {b: [1]}} | /a/b",
                "{rules: [{matches: [{path: /}]}]} | {rules: [{backendRefs: []}]} | /rules/0/matches",
                "{rules: [{matches: [{path: /}]}]} | {rules: [{matches: [{path: /x}]}]} | /rules/0/matches/0/path"
            })
    void tellsTheFirstPlaceThatIsNotAsItWasSent(String sent, String made, String place) {
        assertThat(AdmissionChange.difference(JsonTrees.parse(sent), JsonTrees.parse(made))
                        .orElse("as sent"))
                .isEqualTo(place);
    }
}

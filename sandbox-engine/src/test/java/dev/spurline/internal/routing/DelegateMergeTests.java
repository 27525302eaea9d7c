// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As pilot/pkg/model/virtualservice_test.go of Istio expects it, in examples of our own. */
class DelegateMergeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /a}}                       | {uri: {prefix: /a/b}}",
                "{uri: {prefix: /a}}                       | {uri: {exact: /a}}",
                "{uri: {exact: /a}}                        | {uri: {exact: /a}}",
                "{uri: {prefix: /a}}                       | {method: {exact: GET}}",
                "{headers: {h: {regex: x}}}                | {headers: {i: {regex: y}}}",
                "{port: 80}                                | {port: 80}",
                "{gateways: [mesh, public]}                | {gateways: [mesh]}",
                "{sourceLabels: {app: a}}                  | {sourceLabels: {version: v1}}"
            })
    void whatLiesWithinIsMerged(String root, String leaf) {
        assertThat(merged("{match: [%s]}".formatted(root), "{match: [%s]}".formatted(leaf)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /a/b}}                     | {uri: {prefix: /a}}",
                "{uri: {exact: /a}}                        | {uri: {prefix: /a}}",
                "{uri: {exact: /a}}                        | {uri: {exact: /b}}",
                "{uri: {regex: .*}}                        | {uri: {exact: /b}}",
                "{uri: {prefix: /a}}                       | {uri: {regex: /a.*}}",
                "{headers: {h: {}}}                        | {headers: {h: {exact: x}}}",
                "{withoutHeaders: {h: {exact: x}}}         | {withoutHeaders: {h: {exact: y}}}",
                "{queryParams: {q: {exact: x}}}            | {queryParams: {q: {exact: y}}}",
                "{uri: {prefix: /a}, ignoreUriCase: true}  | {uri: {prefix: /a}}",
                "{port: 80}                                | {port: 81}",
                "{sourceNamespace: web}                    | {uri: {prefix: /a}}",
                "{gateways: [mesh]}                        | {gateways: [mesh, public]}",
                "{sourceLabels: {app: a}}                  | {sourceLabels: {app: b}}"
            })
    void whatDoesNotIsLeftOut(String root, String leaf) {
        assertThat(merged("{match: [%s]}".formatted(root), "{match: [%s]}".formatted(leaf)))
                .isEmpty();
    }

    @Test
    void conditionsOfBothHold() {
        assertThat(merged(
                        "{match: [{uri: {prefix: /a}, headers: {h: {exact: x}}, port: 80}]}",
                        "{match: [{uri: {prefix: /a/b}, headers: {i: {exact: y}}}]}"))
                .containsExactly(JsonTrees.parse(
                        "{match: [{uri: {prefix: /a/b}, headers: {h: {exact: x}, i: {exact: y}}, port: 80}]}"));
    }

    @Test
    void oneWithoutMatchesHasThoseOfTheOther() {
        assertThat(merged("{match: [{uri: {prefix: /a}}]}", "{timeout: 1s}"))
                .containsExactly(JsonTrees.parse("{timeout: 1s, match: [{uri: {prefix: /a}}]}"));
        assertThat(merged("{}", "{match: [{uri: {regex: /a.*}}]}"))
                .containsExactly(JsonTrees.parse("{match: [{uri: {regex: /a.*}}]}"));
    }

    @Test
    void eachMatchStandsInEachThatHoldsIt() {
        assertThat(merged(
                        "{match: [{uri: {prefix: /a}}, {method: {exact: GET}}]}",
                        "{match: [{uri: {prefix: /a/b}}, {uri: {prefix: /c}}]}"))
                .containsExactly(
                        JsonTrees.parse(
                                "{match: [{uri: {prefix: /a/b}}, {uri: {prefix: /a/b}, method: {exact: GET}}, {uri: {prefix: /c}, method: {exact: GET}}]}"));
    }

    @Test
    void whatTheDelegateDoesNotSayIsSaidAboveIt() {
        assertThat(merged(
                        "{timeout: 1s, rewrite: {uri: /x}, headers: {request: {set: {a: b}}}, futureField: 1}",
                        "{timeout: 2s, route: []}"))
                .containsExactly(JsonTrees.parse(
                        "{timeout: 2s, route: [], rewrite: {uri: /x}, headers: {request: {set: {a: b}}}}"));
    }

    private static List<JsonNode> merged(String root, String leaf) {
        return DelegateMerge.of(rule(root), List.of(rule(leaf))).stream()
                .<JsonNode>map(VirtualRule::json)
                .toList();
    }

    private static VirtualRule rule(String yaml) {
        return new VirtualRule((ObjectNode) JsonTrees.parse(yaml), "shop", "VirtualService [shop/pricing]");
    }
}

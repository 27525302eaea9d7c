// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ComparedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of two answers is a difference, what varies by itself, and where. */
class AnswerComparisonTests {

    private static final ComparedRequest REQUEST = ComparedRequest.get("shop", "/");

    @Test
    void statusHeadersAndBodyAreCompared() {
        ReceivedAnswer baseline = answer(200, Map.of("X-Version", "1"), "application/json", "{\"total\": 100}");
        ReceivedAnswer fork = answer(201, Map.of("x-version", "2"), "application/json", "{\"total\": 90}");

        assertThat(differences(REQUEST, baseline, baseline, fork))
                .containsExactly("status: 200 | 201", "header x-version: \"1\" | \"2\"", "$.total: 100 | 90");
    }

    @Test
    void headersThatTellOfTheMomentOrTheWayAreLeftAside() {
        ReceivedAnswer baseline =
                answer(200, Map.of("Date", "1", "x-envoy-upstream-service-time", "3"), "text/plain", "a");
        ReceivedAnswer fork = answer(200, Map.of("Date", "2", "x-envoy-upstream-service-time", "5"), "text/plain", "a");

        assertThat(differences(REQUEST, baseline, baseline, fork)).isEmpty();
        assertThat(differences(REQUEST.comparingHeaders("date"), baseline, baseline, fork))
                .containsExactly("header date: \"1\" | \"2\"");
        assertThat(differences(REQUEST.comparingHeaders("*"), baseline, baseline, fork))
                .containsExactly("header date: \"1\" | \"2\"", "header x-envoy-upstream-service-time: \"3\" | \"5\"");
        assertThat(differences(REQUEST.comparingHeaders("*").ignoring("header date"), baseline, baseline, fork))
                .containsExactly("header x-envoy-upstream-service-time: \"3\" | \"5\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a':1}; {'a':1.0}; ",
                "{'a':1}; {'a':'1'}; $.a: 1 | \"1\"",
                "{'a':1}; {'a':null}; $.a: 1 | null",
                "{'a':1}; {}; $.a: 1 | (nothing)",
                "{}; {'a':null}; $.a: (nothing) | null",
                "{'a':1,'b':2}; {'b':2,'a':1}; ",
                "[1,2]; [2,1]; $[0]: 1 | 2, $[1]: 2 | 1",
                "[1]; [1,{'a':2}]; $[1]: (nothing) | {\"a\":2}",
                "{'a':[]}; {'a':{}}; $.a: [] | {}",
                "{'a':1e999999999}; {'a':1}; $.a: 1E+999999999 | 1",
                "{'a':1.50}; {'a':1.51}; $.a: 1.50 | 1.51",
                "1; 2; $: 1 | 2"
            })
    void valuesOfJsonAreCompared(String baseline, String fork, String differences) {
        assertThat(String.join(", ", differences(REQUEST, json(baseline), json(baseline), json(fork))))
                .isEqualTo(differences == null ? "" : differences);
    }

    @Test
    void numbersMayDifferByATolerance() {
        ComparedRequest request = REQUEST.tolerance("$.*", 0.5).tolerance("$.exact", 0);

        assertThat(differences(
                        request,
                        json("{'a':1.5,'b':2,'c':1e400,'exact':1}"),
                        json("{'a':1.7,'b':2,'c':1e400,'exact':1}"),
                        json("{'a':1.0,'b':2.51,'c':1,'exact':1.1}")))
                .containsExactly("$.b: 2 | 2.51", "$.c: 1E+400 | 1", "$.exact: 1 | 1.1");
    }

    /** A fork may have any value where the baseline has another one each time, but a value of that kind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'id':'a'}; {'id':'b'}; {'id':'c'}; ; $.id",
                "{'id':'a'}; {'id':'b'}; {'id':3}; $.id: \"a\" | 3; ",
                "{'id':'a'}; {'id':'b'}; {}; $.id: \"a\" | (nothing); ",
                "{'id':'a'}; {}; {}; ; $.id",
                "{'id':'a'}; {}; {'id':'b'}; ; $.id",
                "{'id':'a'}; {'id':null}; {'id':'b'}; ; $.id",
                "{'id':'a'}; {}; {'id':7}; $.id: \"a\" | 7; $.id",
                "{'n':{'id':1,'x':1}}; {'n':{'id':2,'x':1}}; {'n':{'id':3,'x':2}}; $.n.x: 1 | 2; $.n.id",
                "[1]; [1,2]; [3]; ; $",
                "[1]; [1,2]; {}; $: [1] | {}; ",
                "[{'id':1},{'id':2}]; [{'id':3},{'id':4}]; [{'id':5},{'id':6},{'id':7}]; $[2]: (nothing) | {\"id\":7}; $[0].id, $[1].id"
            })
    void whatVariesByItselfIsToldApart(String baseline, String again, String fork, String differences, String varying) {
        TreeComparison.Result result = compare(REQUEST, json(baseline), json(again), json(fork));

        assertThat(String.join(", ", told(result))).isEqualTo(differences == null ? "" : differences);
        assertThat(String.join(
                        ", ",
                        result.varying().stream().map(AnswerPath::toString).toList()))
                .isEqualTo(varying == null ? "" : varying);
    }

    @Test
    void elementsOfUnorderedArraysFindTheirLike() {
        ComparedRequest request = REQUEST.unordered("$.items").ignoring("$.items[*].at");
        String baseline = "{'items':[{'id':1,'n':1,'at':1},{'id':2,'n':1,'at':2},{'id':3,'n':1,'at':3}]}";

        assertThat(differences(
                        request,
                        json(baseline),
                        json(baseline),
                        json("{'items':[{'id':3,'n':1,'at':7},{'id':2,'n':5,'at':8},{'id':1,'n':1,'at':9}]}")))
                .containsExactly("$.items[1].n: 1 | 5");
        assertThat(differences(
                        request, json(baseline), json(baseline), json("{'items':[{'id':3,'n':1},{'id':1,'n':1}]}")))
                .containsExactly("$.items[1]: {\"id\":2,\"n\":1,\"at\":2} | (nothing)");
        assertThat(differences(
                        request,
                        json("{'items':[{'id':3}]}"),
                        json("{'items':[{'id':3}]}"),
                        json("{'items':[{'id':4},{'id':3}]}")))
                .containsExactly("$.items[1]: (nothing) | {\"id\":4}");
    }

    /** The first that fits is not always right: with 1 for 1.4, nothing is left for 0.6. */
    @Test
    void asManyElementsAsPossibleFindTheirLikeWithinATolerance() {
        ComparedRequest request = REQUEST.unordered("$").tolerance("$[*]", 0.5);

        assertThat(differences(request, json("[1,0.6]"), json("[1,0.6]"), json("[1,1.4]")))
                .isEmpty();
    }

    /** Each is like each other one: neither all pairs are compared, nor is one asked through all others. */
    @Test
    void manyEqualElementsAreMatchedOneByOne() {
        String equal = "1,".repeat(4999);

        assertThat(differences(
                        REQUEST.unordered("$"),
                        json("[%s1]".formatted(equal)),
                        json("[%s1]".formatted(equal)),
                        json("[2,%s]".formatted(equal.substring(0, equal.length() - 1)))))
                .containsExactly("$[4999]: 1 | 2");
    }

    @Test
    void elementsThatAllVaryFindTheOneThatIsMostAlike() {
        ComparedRequest request = REQUEST.unordered("$");

        TreeComparison.Result result = compare(
                request,
                json("[{'at':1,'a':1,'b':1},{'at':2,'a':2,'b':2}]"),
                json("[{'at':3,'a':2,'b':2},{'at':4,'a':1,'b':1}]"),
                json("[{'at':5,'a':2,'b':2},{'at':6,'a':1,'b':7}]"));

        assertThat(told(result)).containsExactly("$[0].b: 1 | 7");
        assertThat(result.varying()).map(AnswerPath::toString).containsExactly("$[0].at", "$[1].at");
    }

    @Test
    void textIsComparedByLines() {
        ReceivedAnswer baseline = answer(200, Map.of(), "text/html", "<p>\n1\nsame\n");
        ReceivedAnswer again = answer(200, Map.of(), "text/html", "<p>\n2\nsame\n");
        ReceivedAnswer fork = answer(200, Map.of(), "text/html", "<p>\n3\nother\n");

        TreeComparison.Result result = compare(REQUEST, baseline, again, fork);

        assertThat(told(result)).containsExactly("line 3: \"same\" | \"other\"");
        assertThat(result.varying()).map(AnswerPath::toString).containsExactly("line 2");
        assertThat(differences(REQUEST.ignoring("line 3"), baseline, again, fork))
                .isEmpty();
        assertThat(differences(REQUEST.ignoring("body"), baseline, again, fork)).isEmpty();
    }

    @Test
    void textsOfUnequalLengthAreComparedAsAWhole() {
        ReceivedAnswer baseline = answer(200, Map.of(), "text/plain", "a\nb");
        ReceivedAnswer fork = answer(200, Map.of(), "text/plain", "a\nb\n");

        assertThat(differences(REQUEST, baseline, baseline, fork)).containsExactly("body: \"a\\nb\" | \"a\\nb\\n\"");
    }

    @Test
    void whatIsNoJsonIsComparedAsText() {
        ReceivedAnswer broken = answer(200, Map.of(), "application/json", "{\"a\":1,\"a\":2}");
        ReceivedAnswer whole = answer(200, Map.of(), "application/problem+json; charset=utf-8", "{\"a\":2}");

        assertThat(differences(REQUEST.ignoring("header content-type"), whole, whole, broken))
                .containsExactly("line 1: \"{\\\"a\\\":2}\" | \"{\\\"a\\\":1,\\\"a\\\":2}\"");
    }

    @Test
    void bytesAreComparedByTheirHash() {
        ReceivedAnswer baseline = new ReceivedAnswer(
                200, Map.of(), new byte[] {0, 1, (byte) 0xff}, Duration.ZERO, UnaryOperator.identity());
        ReceivedAnswer fork =
                new ReceivedAnswer(200, Map.of(), new byte[] {0, 1}, Duration.ZERO, UnaryOperator.identity());

        assertThat(differences(REQUEST, baseline, baseline, baseline)).isEmpty();
        assertThat(differences(REQUEST, baseline, baseline, fork))
                .containsExactly(
                        "body: \"3 bytes, SHA-256 26a66b061e8f48f39927c312f25293959729eee95978e2892d49d3512a5cc092\" | \"2 bytes, SHA-256 b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2\"");
    }

    @Test
    void theAddressOfTheWayInIsNoDifference() {
        ReceivedAnswer baseline = at("127.0.0.1:4001", "http://127.0.0.1:4001/next");
        ReceivedAnswer fork = at("127.0.0.1:4002", "http://127.0.0.1:4002/next");

        assertThat(differences(REQUEST, baseline, baseline, fork)).isEmpty();
    }

    private static ReceivedAnswer at(String address, String text) {
        return new ReceivedAnswer(
                302,
                Map.of("location", List.of(text)),
                text.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO,
                value -> value.replace(address, "shop"));
    }

    private static ReceivedAnswer json(String body) {
        return answer(200, Map.of(), "application/json", body.replace('\'', '"'));
    }

    private static ReceivedAnswer answer(int status, Map<String, String> headers, String type, String body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.put("Content-Type", List.of(type));
        return new ReceivedAnswer(
                status, all, body.getBytes(StandardCharsets.UTF_8), Duration.ZERO, UnaryOperator.identity());
    }

    private static List<String> differences(
            ComparedRequest request, ReceivedAnswer baseline, ReceivedAnswer again, ReceivedAnswer fork) {
        return told(compare(request, baseline, again, fork));
    }

    private static TreeComparison.Result compare(
            ComparedRequest request, ReceivedAnswer baseline, ReceivedAnswer again, ReceivedAnswer fork) {
        List<JsonNode> trees = AnswerTrees.of(List.of(baseline, again, fork));
        return TreeComparison.compare(
                ComparisonRules.of(request), AnswerPath.ROOT, trees.get(0), trees.get(1), trees.get(2));
    }

    private static List<String> told(TreeComparison.Result result) {
        return result.differences().stream()
                .map(found -> "%s: %s | %s".formatted(found.path(), text(found.baseline()), text(found.fork())))
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "(nothing)" : value.toString();
    }
}

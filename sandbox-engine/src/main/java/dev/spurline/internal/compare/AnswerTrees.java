// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes answers to one request trees that can be compared. Their bodies are read in the same way: as JSON if that is what all
 * of them are, else as text, by lines if all have as many, else as bytes.
 */
final class AnswerTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AnswerTrees() {}

    static List<JsonNode> of(List<ReceivedAnswer> answers) {
        List<JsonNode> trees = answers.stream().map(AnswerTrees::withoutBody).toList();
        addBodies(answers, trees);
        return trees;
    }

    private static JsonNode withoutBody(ReceivedAnswer answer) {
        ObjectNode tree = NODES.objectNode().put(AnswerPath.STATUS, answer.status());
        ObjectNode headers = tree.putObject(AnswerPath.HEADER);
        answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return tree;
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static void addBodies(List<ReceivedAnswer> answers, List<JsonNode> trees) {
        Optional<List<JsonNode>> json = all(answers, ReceivedAnswer::json);
        Optional<List<String>> texts = all(answers, ReceivedAnswer::text);
        if (json.isPresent()) {
            add(AnswerPath.JSON, json.get(), trees);
        } else if (texts.isPresent()) {
            List<JsonNode> lines = texts.get().stream()
                    .map(text -> (JsonNode) array(lines(text)))
                    .toList();
            if (lines.stream().mapToInt(JsonNode::size).distinct().count() == 1) {
                add(AnswerPath.LINE, lines, trees);
            } else {
                add(AnswerPath.BODY, texts.get().stream().map(AnswerTrees::text).toList(), trees);
            }
        } else {
            add(
                    AnswerPath.BODY,
                    answers.stream().map(answer -> text(answer.fingerprint())).toList(),
                    trees);
        }
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    /** With their ends, as far as they are not the same for all: a body may differ by nothing else. */
    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }

    private static <T> Optional<List<T>> all(
            List<ReceivedAnswer> answers, Function<ReceivedAnswer, Optional<T>> reading) {
        List<Optional<T>> read = answers.stream().map(reading).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    private static void add(String part, List<JsonNode> bodies, List<JsonNode> trees) {
        for (int i = 0; i < trees.size(); i++) {
            ((ObjectNode) trees.get(i)).set(part, bodies.get(i));
        }
    }
}

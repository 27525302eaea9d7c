// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simple JSONPath, as definitions of columns use it: {@code .spec.replicas}, {@code .list[0]},
 * {@code .status.conditions[?(@.type=="Ready")].status}.
 *
 * <p>Source: kubernetes.io/docs/reference/kubectl/jsonpath.
 */
record ColumnPath(List<PathStep> steps) {

    private static final Pattern STEP = Pattern.compile(
            "\\.((?:[^.\\[\\\\]|\\\\.)+)|\\['([^']+)']|\\[(\\d+)]|\\[\\?\\(@\\.([^=]+?)\\s*==\\s*[\"']([^\"']*)[\"']\\)]");

    private record PathStep(String field, int index, String key, String value) {

        private JsonNode from(JsonNode node) {
            if (!field.isEmpty()) {
                return node.path(field);
            }
            return key.isEmpty() ? node.path(index) : matching(node);
        }

        private JsonNode matching(JsonNode list) {
            for (JsonNode element : list) {
                if (element.path(key).asText().equals(value)) {
                    return element;
                }
            }
            return MissingNode.getInstance();
        }
    }

    static ColumnPath of(String text) {
        List<PathStep> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            String name = step.group(1) != null ? step.group(1).replace("\\", "") : step.group(2);
            String key = step.group(4) == null ? "" : step.group(4);
            int index = step.group(3) == null ? 0 : Integer.parseInt(step.group(3));
            steps.add(new PathStep(name == null ? "" : name, index, key, key.isEmpty() ? "" : step.group(5)));
        }
        return new ColumnPath(steps);
    }

    JsonNode find(JsonNode object) {
        JsonNode node = object;
        for (PathStep step : steps) {
            node = step.from(node);
        }
        return node;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.ForkSpec;
import dev.spurline.internal.text.JsonTrees;

/** The description of a fork as an object of Kubernetes would have it, so that names and secrets are found in the same way. */
final class SpecTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What a value of a patch may be that is not told to whom it belongs: rather a secret than none. */
    private static final String UNKNOWN = "secret";

    private SpecTree() {}

    static JsonNode of(ForkSpec fork) {
        ObjectNode tree = NODES.objectNode();
        tree.put("kind", fork.workload().kind()).put("name", fork.workload().name());
        fork.namespace().ifPresent(namespace -> tree.put("namespace", namespace));
        ObjectNode container = tree.putObject("container");
        fork.container().ifPresent(name -> container.put("name", name));
        fork.image().ifPresent(image -> container.put("image", image));
        ArrayNode env = container.putArray("env");
        fork.env().forEach((name, value) -> env.addObject().put("name", name).put("value", value));
        fork.secretEnv()
                .forEach((name, value) -> env.addObject().put("name", name).put("value", value));
        fork.patch().ifPresent(patch -> tree.set("patch", patch(patch)));
        return tree;
    }

    /** What cannot be read is refused, and the refusal does not quote it. */
    private static JsonNode patch(String patch) {
        try {
            JsonNode parsed = JsonTrees.parse(patch);
            return parsed.isArray() ? operations(parsed) : parsed;
        } catch (IllegalArgumentException e) {
            return NODES.objectNode();
        }
    }

    /** An operation names its place by a pointer (RFC 6902): the last part of it is the name of its value. */
    private static ArrayNode operations(JsonNode patch) {
        ArrayNode values = NODES.arrayNode();
        for (JsonNode operation : patch) {
            String[] pointer = operation.path("path").asText().split("/", -1);
            String last = pointer[pointer.length - 1].replace("~1", "/").replace("~0", "~");
            ObjectNode value = values.addObject();
            value.set(last.equals("value") ? UNKNOWN : last, operation.path("value"));
        }
        return values;
    }
}

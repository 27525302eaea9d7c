// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;

/** JSON patch, RFC 6902, with the refusals of a real API server. */
public final class JsonPatch {

    private static final int MOST_OPERATIONS = 10_000;

    private final ObjectNode root;
    private final Set<ObjectNode> touched = Collections.newSetFromMap(new IdentityHashMap<>());

    private JsonPatch(ObjectNode root) {
        this.root = root;
    }

    /**
     * Applies a list of operations, all or none; neither argument is changed.
     *
     * @return the patched object
     * @throws StatusException if the patch is not a list of operations, or one of them fails
     */
    public static ObjectNode apply(ObjectNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw ObjectRejection.badRequest("error decoding patch: json: cannot unmarshal " + goName(patch)
                    + " into Go value of type []handlers.jsonPatchOp");
        }
        if (patch.size() > MOST_OPERATIONS) {
            throw ObjectRejection.of(
                    413,
                    "RequestEntityTooLarge",
                    "The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS + ", got " + patch.size());
        }
        JsonPatch run = new JsonPatch(target.objectNode().set("", target.deepCopy()));
        patch.forEach(run::perform);
        run.touched.forEach(SortedFields::sort);
        if (run.root.path("") instanceof ObjectNode result) {
            return result;
        }
        throw ObjectRejection.unprocessable();
    }

    private void perform(JsonNode operation) {
        String path = pointer(operation, "path");
        switch (operation.path("op").asText()) {
            case "add" -> add(path, value(operation));
            case "remove" -> remove(path);
            case "replace" -> replace(path, value(operation));
            case "move" -> move(pointer(operation, "from"), path);
            case "copy" -> add(path, get(pointer(operation, "from")).deepCopy());
            case "test" -> test(path, operation.path("value"));
            default -> throw ObjectRejection.unprocessable();
        }
    }

    private void move(String from, String path) {
        JsonNode moved = get(from);
        remove(from);
        add(path, moved);
    }

    private void add(String path, JsonNode value) {
        JsonNode parent = parent(path);
        String name = lastToken(path);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode array) {
            array.insert(name.equals("-") ? array.size() : index(array, name, array.size()), value);
        } else {
            throw ObjectRejection.unprocessable();
        }
    }

    /** Into an object, whatever its keys, as the server's library does; in a list only what is there. */
    private void replace(String path, JsonNode value) {
        JsonNode parent = parent(path);
        if (!(parent instanceof ObjectNode)) {
            get(path);
        }
        if (parent instanceof ObjectNode object) {
            object.set(lastToken(path), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(index(array, lastToken(path), array.size() - 1), value);
        }
    }

    private void remove(String path) {
        get(path);
        JsonNode parent = parent(path);
        if (parent instanceof ObjectNode object) {
            object.remove(lastToken(path));
        } else if (parent instanceof ArrayNode array) {
            array.remove(index(array, lastToken(path), array.size() - 1));
        }
    }

    private void test(String path, JsonNode expected) {
        JsonNode actual = child(parent(path), lastToken(path));
        boolean bothNothing =
                (actual.isMissingNode() || actual.isNull()) && (expected.isMissingNode() || expected.isNull());
        if (!bothNothing && !SameJson.same(actual, expected)) {
            throw ObjectRejection.unprocessable();
        }
    }

    private JsonNode get(String path) {
        JsonNode found = child(parent(path), lastToken(path));
        if (found.isMissingNode()) {
            throw ObjectRejection.unprocessable();
        }
        return found;
    }

    /** The document hangs under the empty name, so that even the whole of it has a parent. */
    private JsonNode parent(String path) {
        JsonNode node = root;
        JsonPointer at = JsonPointer.compile("/" + path);
        for (; !at.tail().matches(); at = at.tail()) {
            node = child(node, at.getMatchingProperty());
            if (node instanceof ObjectNode object) {
                touched.add(object);
            }
        }
        if (!node.isContainerNode()) {
            throw ObjectRejection.unprocessable();
        }
        return node;
    }

    private static JsonNode child(JsonNode parent, String name) {
        return parent instanceof ArrayNode array ? array.path(index(array, name, array.size() - 1)) : parent.path(name);
    }

    private static String lastToken(String path) {
        return JsonPointer.compile("/" + path).last().getMatchingProperty();
    }

    private static int index(ArrayNode array, String token, int highest) {
        if (!token.matches("-?(0|[1-9]\\d{0,8})")) {
            throw ObjectRejection.unprocessable();
        }
        int parsed = Integer.parseInt(token);
        int index = parsed < 0 ? parsed + array.size() : parsed;
        if (index < 0 || index > highest) {
            throw ObjectRejection.unprocessable();
        }
        return index;
    }

    private static JsonNode value(JsonNode operation) {
        if (!operation.has("value")) {
            throw ObjectRejection.unprocessable();
        }
        return operation.path("value").deepCopy();
    }

    private static String pointer(JsonNode operation, String field) {
        String path = operation.path(field).asText();
        if (!operation.path(field).isTextual() || (!path.isEmpty() && !path.startsWith("/"))) {
            throw ObjectRejection.unprocessable();
        }
        return path;
    }

    private static String goName(JsonNode node) {
        return node.isBoolean() ? "bool" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7386. */
public final class MergePatch {

    private MergePatch() {}

    /**
     * Merges a patch into a value; neither is changed. Objects that the patch touches come out with their fields sorted, as from
     * the real server, which shows them in messages.
     *
     * @return the patched value
     */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch.deepCopy();
        }
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        changes.properties().forEach(change -> merge(result, change.getKey(), change.getValue()));
        return SortedFields.byName(result);
    }

    private static void merge(ObjectNode into, String name, JsonNode change) {
        if (change.isNull()) {
            into.remove(name);
        } else {
            into.set(name, apply(into.path(name), change));
        }
    }
}

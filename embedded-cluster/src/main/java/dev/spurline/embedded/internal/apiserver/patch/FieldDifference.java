// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What changed from one value to another.
 *
 * @param added fields that only the new one has
 * @param modified fields with another value
 * @param removed fields that only the old one has
 */
record Difference(FieldSet added, FieldSet modified, FieldSet removed) {

    private static final Difference NONE = new Difference(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

    static Difference between(JsonNode before, JsonNode after, Type type) {
        boolean wholly = isWhole(before, type) && isWhole(after, type);
        Difference below = wholly ? NONE : parts(before, after, type);
        if (before.isMissingNode()) {
            return new Difference(below.added.asMember(), below.modified, below.removed);
        }
        if (after.isMissingNode()) {
            return new Difference(below.added, below.modified, below.removed.asMember());
        }
        boolean changed = (wholly || isScalar(before) || isScalar(after)) && !SameJson.same(before, after);
        return changed ? new Difference(below.added, below.modified.asMember(), below.removed) : below;
    }

    /** Returns the difference without some fields and what is below them. */
    Difference without(FieldSet ignored) {
        return new Difference(
                added.minusAllBelow(ignored), modified.minusAllBelow(ignored), removed.minusAllBelow(ignored));
    }

    private static Difference parts(JsonNode before, JsonNode after, Type type) {
        Map<String, JsonNode> old =
                OwnedParts.of(OwnedParts.isLeaf(before, type) ? MissingNode.getInstance() : before, type);
        Map<String, JsonNode> current =
                OwnedParts.of(OwnedParts.isLeaf(after, type) ? MissingNode.getInstance() : after, type);
        Set<String> steps = new LinkedHashSet<>(old.keySet());
        steps.addAll(current.keySet());
        Difference result = NONE;
        for (String step : steps) {
            JsonNode left = old.getOrDefault(step, MissingNode.getInstance());
            JsonNode right = current.getOrDefault(step, MissingNode.getInstance());
            result = result.with(step, between(left, right, OwnedParts.typeOf(type, step)));
        }
        return result;
    }

    private Difference with(String step, Difference below) {
        return new Difference(
                added.with(step, below.added), modified.with(step, below.modified), removed.with(step, below.removed));
    }

    /** A value without parts: an atomic one, or an empty one. */
    private static boolean isWhole(JsonNode value, Type type) {
        return value.isMissingNode() || value.isNull() || value.isEmpty() || OwnedParts.isLeaf(value, type);
    }

    private static boolean isScalar(JsonNode value) {
        return !value.isContainerNode() && !value.isNull();
    }
}

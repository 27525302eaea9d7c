// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
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
record FieldDifference(FieldSet added, FieldSet modified, FieldSet removed) {

    private static final FieldDifference NONE = new FieldDifference(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

    static FieldDifference between(JsonNode before, JsonNode after, FieldType type) {
        boolean wholly = isWhole(before, type) && isWhole(after, type);
        FieldDifference below = wholly ? NONE : parts(before, after, type);
        if (before.isMissingNode()) {
            return new FieldDifference(below.added.asMember(), below.modified, below.removed);
        }
        if (after.isMissingNode()) {
            return new FieldDifference(below.added, below.modified, below.removed.asMember());
        }
        boolean changed = (wholly || isScalar(before) || isScalar(after)) && !SameJson.same(before, after);
        return changed ? new FieldDifference(below.added, below.modified.asMember(), below.removed) : below;
    }

    /** Returns the difference without some fields and what is below them. */
    FieldDifference without(FieldSet ignored) {
        return new FieldDifference(
                added.minusAllBelow(ignored), modified.minusAllBelow(ignored), removed.minusAllBelow(ignored));
    }

    private static FieldDifference parts(JsonNode before, JsonNode after, FieldType type) {
        Map<String, JsonNode> old =
                OwnedParts.of(OwnedParts.isLeaf(before, type) ? MissingNode.getInstance() : before, type);
        Map<String, JsonNode> current =
                OwnedParts.of(OwnedParts.isLeaf(after, type) ? MissingNode.getInstance() : after, type);
        Set<String> steps = new LinkedHashSet<>(old.keySet());
        steps.addAll(current.keySet());
        FieldDifference result = NONE;
        for (String step : steps) {
            JsonNode left = old.getOrDefault(step, MissingNode.getInstance());
            JsonNode right = current.getOrDefault(step, MissingNode.getInstance());
            result = result.with(step, between(left, right, OwnedParts.typeOf(type, step)));
        }
        return result;
    }

    private FieldDifference with(String step, FieldDifference below) {
        return new FieldDifference(
                added.with(step, below.added), modified.with(step, below.modified), removed.with(step, below.removed));
    }

    /** A value without parts: an atomic one, or an empty one. */
    private static boolean isWhole(JsonNode value, FieldType type) {
        return value.isMissingNode() || value.isNull() || value.isEmpty() || OwnedParts.isLeaf(value, type);
    }

    private static boolean isScalar(JsonNode value) {
        return !value.isContainerNode() && !value.isNull();
    }
}

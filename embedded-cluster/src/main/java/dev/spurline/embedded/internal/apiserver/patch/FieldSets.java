// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import java.util.Map;
import java.util.TreeMap;

/** Which fields a value has. */
final class FieldSets {

    private FieldSets() {}

    /** Returns the fields that whoever applies this value owns. */
    static FieldSet of(JsonNode value, FieldType type) {
        if (OwnedParts.isLeaf(value, type)) {
            return FieldSet.HERE;
        }
        FieldSet result = FieldSet.EMPTY;
        for (Map.Entry<String, JsonNode> part : OwnedParts.of(value, type).entrySet()) {
            String step = part.getKey();
            FieldSet below = of(part.getValue(), OwnedParts.typeOf(type, step));
            boolean itself = part.getValue().isNull()
                    || (part.getValue().isObject() && part.getValue().isEmpty())
                    || !OwnedParts.isDeclared(type, step);
            result = result.with(step, itself ? below.asMember() : below);
        }
        return result;
    }

    /** Returns the set with every described field that leads to a member being a member itself. */
    static FieldSet withNamedFields(FieldSet set, FieldType type) {
        TreeMap<String, FieldSet> children = new TreeMap<>();
        set.children().forEach((step, child) -> {
            FieldSet below = withNamedFields(child, OwnedParts.typeOf(type, step));
            children.put(step, OwnedParts.isDeclared(type, step) ? below.asMember() : below);
        });
        return new FieldSet(set.member(), children);
    }
}

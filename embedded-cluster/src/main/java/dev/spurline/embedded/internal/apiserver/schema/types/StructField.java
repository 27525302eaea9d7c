// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link StructType}.
 *
 * @param name the name in JSON
 * @param type the type of its values
 * @param pointer whether absent and zero differ (a Go pointer)
 * @param always whether it is written even when it is zero (no {@code omitempty})
 * @param merge how a strategic merge patch treats it
 * @param preset what fills it when it is absent, or null
 */
public record StructField(
        String name,
        FieldType type,
        boolean pointer,
        boolean always,
        Merge merge,
        @Nullable JsonNode preset) {

    /**
     * How a strategic merge patch treats a field.
     *
     * @param byElement lists are merged element by element instead of being replaced
     * @param key what identifies an element of such a list; empty for a list of scalars
     * @param retainKeys whether {@code $retainKeys} is meant for this object
     */
    public record Merge(boolean byElement, String key, boolean retainKeys) {
        public static final Merge REPLACE = new Merge(false, "", false);
    }

    /** Returns a field of a custom resource: absent stays absent, lists are replaced. */
    public static StructField plain(String name, FieldType type, @Nullable JsonNode preset) {
        return new StructField(name, type, true, false, Merge.REPLACE, preset);
    }
}

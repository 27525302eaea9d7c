// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document of a YAML stream.
 *
 * @param value maps with keys of text, lists, text, numbers, booleans, or null, as JSON has them
 * @param scalars where each value stands that is neither a mapping nor a list, by its path such as
 *     {@code spec.containers[0].env[1].value}
 * @param duplicates keys that stand twice in one mapping; the last one counts
 */
public record YamlDocument(@Nullable Object value, Map<String, Scalar> scalars, List<Duplicate> duplicates) {

    /** Copies the collections. */
    public YamlDocument {
        scalars = Map.copyOf(scalars);
        duplicates = List.copyOf(duplicates);
    }

    /**
     * A value as it was written.
     *
     * @param text as written, without quotes
     * @param value as JSON has it
     * @param position where it stands
     */
    public record Scalar(String text, @Nullable Object value, YamlPosition position) {}

    /**
     * A key that stands twice.
     *
     * @param path the path of the key
     * @param key the key itself
     * @param first the line of the first one
     * @param last the line of the one that counts
     */
    public record Duplicate(String path, String key, int first, int last) {}
}

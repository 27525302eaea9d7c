/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Struct}.
 *
 * @param name the name in JSON
 * @param type the type of its values
 * @param pointer whether absent and zero differ (a Go pointer)
 * @param always whether it is written even when it is zero (no {@code omitempty})
 * @param merge how a strategic merge patch treats it
 * @param preset what fills it when it is absent, or null
 */
public record Field(
        String name,
        Type type,
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
    public static Field plain(String name, Type type, @Nullable JsonNode preset) {
        return new Field(name, type, true, false, Merge.REPLACE, preset);
    }
}

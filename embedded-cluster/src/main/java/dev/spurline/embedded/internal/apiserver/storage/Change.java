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
package dev.spurline.embedded.internal.apiserver.storage;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object, as the log keeps it.
 *
 * @param type what happened
 * @param key the object's key
 * @param object the object after the change; for a deletion its last state, under the revision of the deletion
 * @param previous the object before the change; absent if it was created
 */
public record Change(
        Type type, String key, Stored object, @Nullable Stored previous) {

    /** Returns the revision of this change. */
    public long revision() {
        return object.revision();
    }

    /** The kinds of change. */
    public enum Type {
        /** The object did not exist before. */
        ADDED,
        /** The object existed and still exists. */
        MODIFIED,
        /** The object is gone. */
        DELETED
    }
}

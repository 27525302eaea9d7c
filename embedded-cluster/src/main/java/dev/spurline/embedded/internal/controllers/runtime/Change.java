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
package dev.spurline.embedded.internal.controllers.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one object.
 *
 * @param before the object as it was, null if it is new
 * @param after the object as it is, null if it is gone
 * @param <T> the type of the object
 */
public record Change<T>(@Nullable T before, @Nullable T after) {

    /** Returns the newest state there is: after the change, or before it if the object is gone. */
    public T latest() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a change from nothing to nothing");
    }

    /** Whether the object is gone. */
    public boolean gone() {
        return after == null;
    }
}

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
package dev.spurline.internal.watch;

/**
 * Is told what happens to the objects of a watch, one thing after the other, after {@link Watched#all()} knows of it.
 * Must not block.
 *
 * @param <T> the kind
 */
public interface Follower<T> {

    /** Takes an object that came or changed. */
    void changed(T object);

    /** Takes an object that went, as it was seen last. */
    default void gone(T object) {}

    /** Takes notice that the view is no longer current, or is again. */
    default void turned(Currency currency) {}
}

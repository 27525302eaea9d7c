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
package dev.spurline.embedded.internal.apiserver.registry;

import dev.spurline.embedded.internal.apiserver.schema.MalformedException;
import java.util.List;
import java.util.function.Consumer;

/** What happens to a write with fields that nobody knows, as the parameter {@code fieldValidation} says. */
public interface UnknownFields {

    /** They are dropped without a word. */
    UnknownFields IGNORED = paths -> {};

    /** They are refused. */
    UnknownFields REFUSED = paths -> {
        throw MalformedException.unknown(paths);
    };

    /** They are dropped, and each is told of. */
    static UnknownFields told(Consumer<String> listener) {
        return paths -> paths.forEach(path -> listener.accept("unknown field \"" + path + "\""));
    }

    /**
     * Takes note of them.
     *
     * @param paths at least one
     * @throws MalformedException if they are refused
     */
    void found(List<String> paths);
}

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

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.Stored;

/** Shows a stored object in the version in which a client speaks; versions differ in nothing but their name. */
final class InVersion {

    private InVersion() {}

    static ObjectNode of(Stored stored, Target target) {
        ObjectNode copy = stored.copy();
        copy.put("apiVersion", target.apiVersion());
        return copy;
    }
}

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
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The wish to write a role or a binding.
 *
 * @param user who wishes it
 * @param plural {@code roles}, {@code clusterroles}, {@code rolebindings} or {@code clusterrolebindings}
 * @param namespace empty for none
 * @param name its name
 * @param object what is to be written
 * @param old what is there; null for nothing
 */
public record Grant(
        User user,
        String plural,
        String namespace,
        String name,
        JsonNode object,
        @Nullable JsonNode old) {

    boolean isBinding() {
        return plural.endsWith("bindings");
    }
}

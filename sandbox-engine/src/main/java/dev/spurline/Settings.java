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
package dev.spurline;

import java.util.Optional;

/**
 * Reads settings by name, from the strongest source that has one.
 *
 * @since 0.1
 */
public interface Settings {

    /**
     * Looks a setting up, or an environment variable.
     *
     * @param name the name in full, such as {@code spurline.namespace}; a name that does not begin with
     *     {@code spurline.} is that of an environment variable, such as {@code CI} or {@code KUBECONFIG}
     * @return its value and where it was found
     */
    Optional<Value> find(String name);

    /**
     * A value and its place.
     *
     * @param text the value
     * @param source the place, such as {@code system property spurline.namespace}
     */
    record Value(String text, String source) {}
}

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
package dev.spurline.internal.plan;

import java.util.Set;

/**
 * What the engine may write besides what every sandbox needs.
 *
 * @param namespaces namespaces, other than those of the sandbox, in which it may make routes and what owns them
 * @param missing kinds that it may not create, as {@code namespace/plural.group}
 */
public record Rights(Set<String> namespaces, Set<String> missing) {

    /** Nothing more, and nothing less. */
    public static final Rights PLAIN = new Rights(Set.of(), Set.of());

    /** Copies the sets. */
    public Rights {
        namespaces = Set.copyOf(namespaces);
        missing = Set.copyOf(missing);
    }
}

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

import java.util.Optional;
import java.util.Set;

/**
 * Whose proxies follow a route.
 *
 * @param only the namespace of the callers; empty means those of all namespaces
 * @param except namespaces whose callers follow routes of their own instead
 */
public record Audience(Optional<String> only, Set<String> except) {

    /** Copies the set. */
    public Audience {
        except = Set.copyOf(except);
    }

    /** Returns whether callers in a namespace follow the route. */
    public boolean has(String namespace) {
        return only.map(namespace::equals).orElseGet(() -> !except.contains(namespace));
    }
}

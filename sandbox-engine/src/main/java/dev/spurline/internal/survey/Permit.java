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
package dev.spurline.internal.survey;

/** Tells whether something may be done before it is tried: a refusal is an alarm in somebody's audit log. */
@FunctionalInterface
public interface Permit {

    /**
     * Returns whether a request would be let through; true if that cannot be found out.
     *
     * @param verb such as {@code list}
     * @param group the API group; empty for the core
     * @param resource such as {@code pods} or {@code pods/log}
     * @param namespace where; empty for all namespaces
     */
    boolean granted(String verb, String group, String resource, String namespace);
}

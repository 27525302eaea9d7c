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
package dev.spurline.embedded.internal.apiserver.patch;

/**
 * Who writes to an object, and how: one entry of {@code managedFields}.
 *
 * @param manager the name of the field manager
 * @param applies whether it applies (or creates, updates, patches)
 * @param apiVersion the version of the API it writes to
 * @param subresource such as {@code status}; empty for the object itself
 */
public record Writer(String manager, boolean applies, String apiVersion, String subresource) {

    /** Returns the writer of a create, update or patch. */
    public static Writer updating(String manager, String apiVersion, String subresource) {
        return new Writer(manager, false, apiVersion, subresource);
    }

    /** Returns the writer of a server-side apply. */
    public static Writer applying(String manager, String apiVersion, String subresource) {
        return new Writer(manager, true, apiVersion, subresource);
    }

    /** An applier is the same one whatever version it applies. */
    Identity identity() {
        return new Identity(manager, applies, applies ? "" : apiVersion, subresource);
    }

    String operation() {
        return applies ? "Apply" : "Update";
    }

    /** What tells writers apart. */
    record Identity(String manager, boolean applies, String apiVersion, String subresource) {}
}

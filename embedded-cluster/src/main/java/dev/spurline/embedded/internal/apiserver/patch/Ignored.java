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

/** The fields that a kind of write cannot change, so that the writer does not come to own them. */
public enum Ignored {
    /** Every field counts. */
    NONE,
    /** A write to an object whose status is written through a subresource. */
    STATUS,
    /** A write to the status subresource. */
    ALL_BUT_STATUS;

    FieldSet fields() {
        return switch (this) {
            case NONE -> FieldSet.EMPTY;
            case STATUS -> FieldSet.path("status");
            case ALL_BUT_STATUS ->
                FieldSet.path("spec")
                        .union(FieldSet.path("data"))
                        .union(FieldSet.path("metadata", "labels"))
                        .union(FieldSet.path("metadata", "ownerReferences"))
                        .union(FieldSet.path("metadata", "finalizers"))
                        .union(FieldSet.path("metadata", "deletionTimestamp"));
        };
    }
}

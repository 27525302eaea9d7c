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
package dev.spurline.embedded.internal.apiserver.schema;

import java.util.List;

/** The type of a value in the Kubernetes API: what may stand there, and how several writers share it. */
public sealed interface Type permits Type.Scalar, Type.MapOf, Type.ListOf, Struct {

    /** Anything goes: objects are shared field by field, lists as a whole. */
    Scalar ANY = Scalar.ANY;

    /** A value without parts, or one whose parts are not described. */
    enum Scalar implements Type {
        ANY,
        STRING,
        INT32,
        INT64,
        DOUBLE,
        BOOL,
        BYTES,
        TIME,
        MICRO_TIME,
        DURATION,
        QUANTITY,
        INT_OR_STRING
    }

    /** An object with free keys. */
    record MapOf(Type value, boolean atomic) implements Type {}

    /** A list. */
    record ListOf(Type element, Sharing sharing, List<String> keys) implements Type {

        public ListOf {
            keys = List.copyOf(keys);
        }
    }

    /** How several writers share a list. */
    enum Sharing {
        ATOMIC,
        SET,
        MAP
    }
}

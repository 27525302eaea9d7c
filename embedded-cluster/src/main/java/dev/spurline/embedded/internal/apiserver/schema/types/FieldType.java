// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

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

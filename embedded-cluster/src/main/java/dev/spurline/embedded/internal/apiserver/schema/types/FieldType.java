// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import java.util.List;

/** The type of a value in the Kubernetes API: what may stand there, and how several writers share it. */
public sealed interface FieldType permits FieldType.Scalar, FieldType.MapOf, FieldType.ListOf, StructType {

    /** Anything goes: objects are shared field by field, lists as a whole. */
    Scalar ANY = Scalar.ANY;

    /** A value without parts, or one whose parts are not described. */
    enum Scalar implements FieldType {
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
    record MapOf(FieldType value, boolean atomic) implements FieldType {}

    /** A list. */
    record ListOf(FieldType element, ListType sharing, List<String> keys) implements FieldType {

        public ListOf {
            keys = List.copyOf(keys);
        }
    }

    /** How several writers share a list. */
    enum ListType {
        ATOMIC,
        SET,
        MAP
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

/** The fields that a kind of write cannot change, so that the writer does not come to own them. */
public enum ResetFields {
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

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object, as the log keeps it.
 *
 * @param type what happened
 * @param key the object's key
 * @param object the object after the change; for a deletion its last state, under the revision of the deletion
 * @param previous the object before the change; absent if it was created
 */
public record StoredChange(
        ChangeType type,
        String key,
        StoredObject object,
        @Nullable StoredObject previous) {

    /** Returns the revision of this change. */
    public long revision() {
        return object.revision();
    }

    /** The kinds of change. */
    public enum ChangeType {
        /** The object did not exist before. */
        ADDED,
        /** The object existed and still exists. */
        MODIFIED,
        /** The object is gone. */
        DELETED
    }
}

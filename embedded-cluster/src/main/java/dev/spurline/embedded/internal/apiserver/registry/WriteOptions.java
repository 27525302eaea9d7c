// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import dev.spurline.embedded.internal.apiserver.auth.User;

/**
 * How to write.
 *
 * @param dryRun whether nothing is to be persisted
 * @param manager who owns the fields written
 * @param applies whether this is a server-side apply
 * @param force whether apply takes fields from other managers
 * @param unknown what happens to fields that nobody knows
 * @param user who writes
 */
public record WriteOptions(
        boolean dryRun, String manager, boolean applies, boolean force, UnknownFields unknown, User user) {

    /** Returns the options of the server's own writes. */
    public static WriteOptions own() {
        return new WriteOptions(false, "spurline-apiserver", false, false, UnknownFields.IGNORED, User.SERVER);
    }

    /** Returns the same options for an object whose unknown fields are nobody's fault. */
    WriteOptions ignoring() {
        return new WriteOptions(dryRun, manager, applies, force, UnknownFields.IGNORED, user);
    }

    /** Returns the same options for another manager of fields. */
    WriteOptions as(String other) {
        return new WriteOptions(dryRun, other, applies, force, unknown, user);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

/**
 * Who writes to an object, and how: one entry of {@code managedFields}.
 *
 * @param manager the name of the field manager
 * @param applies whether it applies (or creates, updates, patches)
 * @param apiVersion the version of the API it writes to
 * @param subresource such as {@code status}; empty for the object itself
 */
public record FieldManager(String manager, boolean applies, String apiVersion, String subresource) {

    /** Returns the writer of a create, update or patch. */
    public static FieldManager updating(String manager, String apiVersion, String subresource) {
        return new FieldManager(manager, false, apiVersion, subresource);
    }

    /** An applier is the same one whatever version it applies. */
    EntryIdentity identity() {
        return new EntryIdentity(manager, applies, applies ? "" : apiVersion, subresource);
    }

    String operation() {
        return applies ? "Apply" : "Update";
    }

    /** What tells writers apart. */
    record EntryIdentity(String manager, boolean applies, String apiVersion, String subresource) {}
}

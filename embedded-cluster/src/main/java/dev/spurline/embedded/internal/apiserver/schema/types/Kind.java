// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

/** A kind in a version of a group, such as apps/v1 Deployment; the group of the core kinds is empty. */
public record Kind(String group, String version, String name) {

    /** Returns the kind that an object names in {@code apiVersion} and {@code kind}. */
    public static Kind of(String apiVersion, String name) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new Kind("", apiVersion, name)
                : new Kind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), name);
    }

    /** Returns {@code apps/v1}, or {@code v1} for the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Returns {@code Deployment.apps}, or {@code Pod} for the core group. */
    public String qualified() {
        return group.isEmpty() ? name : name + "." + group;
    }

    /** Tells whether this is a kind of that group, in any version. */
    public boolean is(String otherGroup, String otherName) {
        return group.equals(otherGroup) && name.equals(otherName);
    }
}

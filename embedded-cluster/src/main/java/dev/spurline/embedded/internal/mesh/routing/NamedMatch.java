// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/**
 * A condition on the header or the query parameter of a name.
 *
 * @param inverted whether the value must not match; one that is missing then counts as empty
 */
public record NamedMatch(String name, TextMatch value, boolean inverted) {

    /** A condition that the value has to fulfil. */
    public NamedMatch(String name, TextMatch value) {
        this(name, value, false);
    }
}

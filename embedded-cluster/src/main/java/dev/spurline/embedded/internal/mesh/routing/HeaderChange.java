// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/** A change to the headers of a request or response. Changes apply in their order. */
public sealed interface HeaderChange {

    /** Returns the header's name. */
    String name();

    /** Adds a line. */
    record Add(String name, String value) implements HeaderChange {}

    /** Replaces all lines by one. */
    record Set(String name, String value) implements HeaderChange {}

    /** Removes all lines. */
    record Remove(String name) implements HeaderChange {}
}

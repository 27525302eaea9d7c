// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/** A condition on the header or the query parameter of a name. */
public record NamedMatch(String name, TextMatch value) {}

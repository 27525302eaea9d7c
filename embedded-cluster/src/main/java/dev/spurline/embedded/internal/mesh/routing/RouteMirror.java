// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/**
 * Where a copy of some requests goes, whose answer nobody waits for.
 *
 * @param percentage of 100
 */
public record RouteMirror(Destination destination, double percentage) {}

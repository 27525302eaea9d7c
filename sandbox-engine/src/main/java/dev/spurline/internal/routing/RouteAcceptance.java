// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

/** What the mesh's controller says of a route. */
public sealed interface RouteAcceptance {

    /** No controller has spoken, or not about this generation. */
    record Pending() implements RouteAcceptance {}

    /**
     * A controller took the route up and found all it refers to.
     *
     * @param controller the controller
     */
    record Accepted(String controller) implements RouteAcceptance {}

    /**
     * A controller refused it.
     *
     * @param reason which route and condition, why
     */
    record Refused(String reason) implements RouteAcceptance {}
}

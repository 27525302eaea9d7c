// SPDX-License-Identifier: Apache-2.0
/**
 * How a mesh is told to send requests with the key to a fork: {@link dev.spurline.internal.routing.RoutePlanner} has each
 * Service routed by one {@link dev.spurline.internal.routing.RoutingStyle}. Values in, values out; knows routes and
 * Services, not forks' pods.
 */
@NullMarked
package dev.spurline.internal.routing;

import org.jspecify.annotations.NullMarked;

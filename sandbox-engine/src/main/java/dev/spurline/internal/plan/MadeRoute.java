// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.RouteObject;

/**
 * A route object and what the engine has to know to write and watch it.
 *
 * @param object the object
 * @param audience whose proxies follow it
 * @param turn its turn among the objects of its Service: of equal rules the older one's is followed
 */
record MadeRoute(RouteObject object, Audience audience, int turn) {}

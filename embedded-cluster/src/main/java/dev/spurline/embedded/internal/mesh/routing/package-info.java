// SPDX-License-Identifier: Apache-2.0
/**
 * Which backend answers a request: routes of the Gateway API as Istio and Linkerd read them, and Istio's VirtualServices. Pure
 * values, no I/O; where the two differ, each has its own
 * {@link dev.spurline.embedded.internal.mesh.routing.RouteTable}.
 */
@NullMarked
package dev.spurline.embedded.internal.mesh.routing;

import org.jspecify.annotations.NullMarked;

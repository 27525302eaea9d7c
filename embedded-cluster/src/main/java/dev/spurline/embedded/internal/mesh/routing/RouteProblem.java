// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/** Why a mesh cannot follow a route: the reason and the message of its condition. */
public record RouteProblem(String reason, String message) {

    static RouteProblem filter(String type) {
        return new RouteProblem("InvalidFilter", "unsupported filter type \"" + type + "\"");
    }
}

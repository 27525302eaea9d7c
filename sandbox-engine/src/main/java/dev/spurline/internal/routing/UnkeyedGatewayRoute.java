// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

/**
 * A route of others that leads requests from a gateway straight to a forked Service, whatever key they carry.
 *
 * @param route kind, namespace and name, as in messages
 * @param service the Service, as {@code namespace/name}
 * @param reason why the key decides nothing there, as the end of a sentence
 */
public record UnkeyedGatewayRoute(String route, String service, String reason) {

    static final String NOBODY_FOLLOWS = "for a gateway follows no route of a Service";
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

/** At Gateways of the Gateway API: by HTTPRoutes. */
class GatewayApiRulesTests extends GatewayRulesTestCase {

    GatewayApiRulesTests() {
        super(GatewayTwins.GATEWAY_API);
    }
}

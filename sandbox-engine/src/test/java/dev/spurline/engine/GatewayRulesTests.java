// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

/** At gateways of Istio: by VirtualServices. */
class GatewayRulesTests extends GatewayRulesTestCase {

    GatewayRulesTests() {
        super(GatewayTwins.ISTIO);
    }
}

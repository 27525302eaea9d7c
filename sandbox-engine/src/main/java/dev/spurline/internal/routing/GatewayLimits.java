// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;

/** What every version of Gateway API allows: the smallest numbers of all that are in use. */
final class GatewayLimits {

    static final int RULES_PER_ROUTE = 16;

    /** 64 since v1.2; 8 holds everywhere, and more rules cost nothing. */
    static final int MATCHES_PER_RULE = 8;

    static final int MATCHES_PER_ROUTE = 128;

    private GatewayLimits() {}

    /**
     * Returns how many matches a rule may have. With a filter that replaces the prefix of the path it is one, as the CRD of
     * HTTPRoute checks: "exactly one PathPrefix match must be specified".
     *
     * @param rule the rule's filters and backends
     * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier">HTTPPathModifier</a>
     */
    static int matches(JsonNode rule) {
        return rule.findValues("path").stream().anyMatch(path -> path.has("replacePrefixMatch")) ? 1 : MATCHES_PER_RULE;
    }
}

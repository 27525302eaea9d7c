// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A rule of a route object of ours.
 *
 * @param json the rule
 * @param purpose what it is for
 */
record OwnRule(ObjectNode json, Purpose purpose) {

    /** What a rule is for. */
    enum Purpose {
        /** It answers the engine's own probes. */
        PROBE,
        /** It leads requests with the key. */
        KEYED,
        /** It leads requests with the key, but another rule takes them all before. */
        SHADOWED,
        /** It says of other requests what a foreign rule says, should that be taken away. */
        REPEATED
    }

    static List<OwnRule> all(List<ObjectNode> rules, Purpose purpose) {
        return rules.stream().map(rule -> new OwnRule(rule, purpose)).toList();
    }

    int matches() {
        return Math.max(1, json.path("matches").size());
    }
}

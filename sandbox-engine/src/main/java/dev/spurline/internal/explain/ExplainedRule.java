// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.Explanation.Rule;
import java.util.List;

/**
 * A rule that a proxy knows, for one match of it.
 *
 * @param rule which one
 * @param conditions what it asks of requests
 * @param json the rule as it is written, for what it does
 * @param namespace the namespace of the Services that it names without one
 * @param form how it says what it does
 * @param takesAll whether it takes every request, so that a gateway of Istio asks it last
 */
record ExplainedRule(
        Rule rule, List<Condition> conditions, JsonNode json, String namespace, Form form, boolean takesAll) {

    /** Which API a rule is of. */
    enum Form {
        VIRTUAL_SERVICE,
        GATEWAY_API
    }

    ExplainedRule {
        conditions = List.copyOf(conditions);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.Explanation.Rule;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.text.JsonTrees;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a route of the Gateway API for one of its matches.
 *
 * @param named which one; Istio's proxies show it by namespace, route and place
 * @param match the match, an empty one where the rule has none
 * @param json the rule
 * @param route the route
 */
record RankedRule(Rule named, GatewayApiMatch match, JsonNode json, AttachedRoute route) {

    /** Returns the rules of a route in their order. */
    static List<RankedRule> of(AttachedRoute route) {
        List<RankedRule> all = new ArrayList<>();
        JsonNode rules = JsonTrees.tree(route.object()).at("/spec/rules");
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.path(i);
            String name = "%s.%s.%d".formatted(route.namespace(), route.name(), i);
            JsonNode matches = rule.path("matches");
            if (matches.isEmpty()) {
                all.add(of(
                        route, rule, new Rule(route.title(), place(i), name), JsonNodeFactory.instance.objectNode()));
            }
            for (int j = 0; j < matches.size(); j++) {
                String place = matches.size() == 1 ? place(i) : "%s.matches[%d]".formatted(place(i), j);
                all.add(of(route, rule, new Rule(route.title(), place, name), matches.path(j)));
            }
        }
        return all;
    }

    private static String place(int rule) {
        return "spec.rules[%d]".formatted(rule);
    }

    private static RankedRule of(AttachedRoute route, JsonNode rule, Rule named, JsonNode match) {
        return new RankedRule(named, GatewayApiMatch.of(match, route.grpc()), rule, route);
    }

    /** Returns it as a rule that is asked about a request, to Istio. */
    ExplainedRule rule(RequestView request) {
        return new ExplainedRule(
                named, match.conditions(request), json, route.namespace(), ExplainedRule.Form.GATEWAY_API, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the foreign routes on a Service become in ours: each rule with the key, and each rule once more as it is.
 *
 * <p>The second copy says nothing that its original does not say. It keeps saying it while a foreign change is being
 * followed: then a request without the key is answered as before the change or as after it, and never 404 because the
 * rule that it had is gone and ours are the only ones left.
 */
final class OwnRules {

    private final RouteRequest request;
    private final List<AttachedRoute> attached;

    OwnRules(RouteRequest request) {
        this.request = request;
        this.attached = request.form().attached();
    }

    /** Returns the copies. */
    List<OwnRule> copies() {
        RuleCopy copy = new RuleCopy(request);
        List<OwnRule> rules = new ArrayList<>();
        ShadowedRules shadowed = ShadowedRules.by(attached);
        attached.forEach(route -> route.rules()
                .forEach(rule -> copy.of(rule, route)
                        .forEach(keyed -> rules.add(new OwnRule(keyed, purpose(keyed, shadowed))))));
        attached.forEach(route -> route.rules()
                .forEach(rule -> rules.addAll(OwnRule.all(copy.unchanged(rule, route), OwnRule.Purpose.REPEATED))));
        return rules;
    }

    private static OwnRule.Purpose purpose(ObjectNode keyed, ShadowedRules shadowed) {
        return shadowed.hides(keyed) ? OwnRule.Purpose.SHADOWED : OwnRule.Purpose.KEYED;
    }
}

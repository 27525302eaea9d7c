/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
        Shadowed shadowed = Shadowed.by(attached);
        attached.forEach(route -> route.rules()
                .forEach(rule -> copy.of(rule, route)
                        .forEach(keyed -> rules.add(new OwnRule(keyed, purpose(keyed, shadowed))))));
        attached.forEach(route -> route.rules()
                .forEach(rule -> rules.addAll(OwnRule.all(copy.unchanged(rule, route), OwnRule.Purpose.MIRROR))));
        return rules;
    }

    private static OwnRule.Purpose purpose(ObjectNode keyed, Shadowed shadowed) {
        return shadowed.hides(keyed) ? OwnRule.Purpose.SHADOWED : OwnRule.Purpose.KEYED;
    }
}

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
        MIRROR
    }

    static List<OwnRule> all(List<ObjectNode> rules, Purpose purpose) {
        return rules.stream().map(rule -> new OwnRule(rule, purpose)).toList();
    }

    int matches() {
        return Math.max(1, json.path("matches").size());
    }
}

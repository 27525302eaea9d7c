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

import com.fasterxml.jackson.databind.JsonNode;

/** What every version of Gateway API allows: the smallest numbers of all that are in use. */
final class Limits {

    static final int RULES_PER_ROUTE = 16;

    /** 64 since v1.2; 8 holds everywhere, and more rules cost nothing. */
    static final int MATCHES_PER_RULE = 8;

    static final int MATCHES_PER_ROUTE = 128;

    private Limits() {}

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

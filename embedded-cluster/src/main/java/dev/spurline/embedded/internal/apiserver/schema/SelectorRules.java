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
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** The rules for label selectors. */
final class SelectorRules {

    private final Faults faults;

    SelectorRules(Faults faults) {
        this.faults = faults;
    }

    /** Checks the expressions of a selector; returns whether it can be used. */
    boolean expressions(JsonNode selector, String path) {
        int before = faults.causes().size();
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            expression(expressions.get(i), path + ".matchExpressions[" + i + "]");
        }
        boolean usable = faults.causes().size() == before;
        faults.require(usable, Cause.invalid(path, selector.toString(), "invalid label selector"));
        return usable;
    }

    private void expression(JsonNode expression, String path) {
        JsonNode values = expression.path("values");
        JsonNode operator = expression.path("operator");
        switch (operator.asText()) {
            case "In", "NotIn" ->
                faults.require(
                        !values.isEmpty(),
                        Cause.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            case "Exists", "DoesNotExist" ->
                faults.require(
                        values.isEmpty(),
                        Cause.forbidden(
                                path + ".values",
                                "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            default ->
                faults.add(Cause.invalid(path + ".operator", operator.toString(), "not a valid selector operator"));
        }
        faults.form(expression.path("key").asText(), path + ".key", Names::qualified);
    }
}

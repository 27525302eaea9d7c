// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rules for label selectors.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go} (ValidateLabelSelector).
 */
final class SelectorRules {

    private final FieldErrorList faults;

    SelectorRules(FieldErrorList faults) {
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
        faults.require(usable, FieldError.invalid(path, selector.toString(), "invalid label selector"));
        return usable;
    }

    private void expression(JsonNode expression, String path) {
        JsonNode values = expression.path("values");
        JsonNode operator = expression.path("operator");
        switch (operator.asText()) {
            case "In", "NotIn" ->
                faults.require(
                        !values.isEmpty(),
                        FieldError.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            case "Exists", "DoesNotExist" ->
                faults.require(
                        values.isEmpty(),
                        FieldError.forbidden(
                                path + ".values",
                                "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            default ->
                faults.add(
                        FieldError.invalid(path + ".operator", operator.toString(), "not a valid selector operator"));
        }
        faults.form(expression.path("key").asText(), path + ".key", NameRules::qualified);
    }
}

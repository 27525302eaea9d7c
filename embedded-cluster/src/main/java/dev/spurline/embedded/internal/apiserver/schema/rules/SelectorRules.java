// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rules for label selectors.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go} (ValidateLabelSelector).
 */
final class SelectorRules {

    private final FieldErrorList errors;

    SelectorRules(FieldErrorList errors) {
        this.errors = errors;
    }

    /** Checks the expressions of a selector; returns whether it can be used. */
    boolean expressions(JsonNode selector, String path) {
        int before = errors.causes().size();
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            checkExpression(expressions.get(i), path + ".matchExpressions[" + i + "]");
        }
        boolean usable = errors.causes().size() == before;
        errors.require(usable, FieldError.invalid(path, selector.toString(), "invalid label selector"));
        return usable;
    }

    private void checkExpression(JsonNode expression, String path) {
        JsonNode values = expression.path("values");
        JsonNode operator = expression.path("operator");
        switch (operator.asText()) {
            case "In", "NotIn" ->
                errors.require(
                        !values.isEmpty(),
                        FieldError.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            case "Exists", "DoesNotExist" ->
                errors.require(
                        values.isEmpty(),
                        FieldError.forbidden(
                                path + ".values",
                                "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            default ->
                errors.add(
                        FieldError.invalid(path + ".operator", operator.toString(), "not a valid selector operator"));
        }
        errors.checkForm(expression.path("key").asText(), path + ".key", NameRules::qualified);
    }
}

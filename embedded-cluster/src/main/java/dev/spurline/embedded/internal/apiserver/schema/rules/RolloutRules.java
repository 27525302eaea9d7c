// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/**
 * The rules for how a workload is replaced by its next version.
 *
 * <p>Source: {@code pkg/apis/apps/validation/validation.go}.
 */
final class RolloutRules {

    private static final String NOT_PERCENT =
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used"
                    + " for validation is '[0-9]+%')";

    private final FieldErrorList errors;

    RolloutRules(FieldErrorList errors) {
        this.errors = errors;
    }

    void checkStrategy(JsonNode strategy) {
        JsonNode update = strategy.path("rollingUpdate");
        switch (strategy.path("type").asText()) {
            case "Recreate" ->
                errors.require(
                        update.isMissingNode(),
                        FieldError.forbidden(
                                "spec.strategy.rollingUpdate",
                                "may not be specified when strategy `type` is 'Recreate'"));
            case "RollingUpdate" -> update(update);
            default ->
                errors.add(FieldError.unsupported(
                        "spec.strategy",
                        "{\"Type\":%s,\"RollingUpdate\":%s}"
                                .formatted(strategy.path("type"), update.isMissingNode() ? NullNode.instance : update),
                        List.of("Recreate", "RollingUpdate")));
        }
    }

    private void update(JsonNode update) {
        checkShare(update.path("maxUnavailable"), "spec.strategy.rollingUpdate.maxUnavailable");
        checkShare(update.path("maxSurge"), "spec.strategy.rollingUpdate.maxSurge");
        if (isNone(update.path("maxUnavailable")) && isNone(update.path("maxSurge"))) {
            errors.add(FieldError.invalid(
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    update.path("maxUnavailable").toString(),
                    "may not be 0 when `maxSurge` is 0"));
        }
    }

    private void checkShare(JsonNode share, String path) {
        if (share.isTextual() && !share.textValue().matches("[0-9]+%")) {
            errors.add(FieldError.invalid(path, share.toString(), NOT_PERCENT));
        } else {
            errors.checkNotNegative(share, path);
        }
    }

    private static boolean isNone(JsonNode share) {
        return share.isTextual() ? share.textValue().matches("0+%") : share.isNumber() && share.asInt() == 0;
    }

    void checkLimits(JsonNode spec) {
        errors.checkNotNegative(spec.path("minReadySeconds"), "spec.minReadySeconds");
        errors.checkNotNegative(spec.path("revisionHistoryLimit"), "spec.revisionHistoryLimit");
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        errors.checkNotNegative(deadline, "spec.progressDeadlineSeconds");
        if (deadline.isNumber()
                && deadline.asInt() <= spec.path("minReadySeconds").asInt()) {
            errors.add(FieldError.invalid(
                    "spec.progressDeadlineSeconds", deadline.toString(), "must be greater than minReadySeconds"));
        }
    }
}

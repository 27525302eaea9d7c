// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.util.List;
import java.util.Locale;

/**
 * The rules for kinds that make pods from a template.
 *
 * <p>Source: {@code pkg/apis/apps/validation/validation.go}.
 */
public final class WorkloadRules {

    private static final List<String> STATEFUL_SET_CHANGEABLE = List.of(
            "replicas",
            "template",
            "updateStrategy",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds",
            "ordinals",
            "revisionHistoryLimit");
    private final FieldErrorList errors;
    private final PodRules pods;

    public WorkloadRules(FieldErrorList errors) {
        this.errors = errors;
        this.pods = new PodRules(errors);
    }

    /** Deployment, ReplicaSet, StatefulSet, DaemonSet. */
    public void checkScalable(JsonNode object, Kind kind) {
        JsonNode spec = object.path("spec");
        errors.checkNotNegative(spec.path("replicas"), "spec.replicas");
        boolean stateful = kind.name().equals("StatefulSet");
        StatefulSetRules states = new StatefulSetRules(errors);
        if (stateful) {
            states.checkBeforeTemplate(spec);
        }
        checkSelector(spec, kind);
        pods.checkTemplate(stateful ? StatefulSetRules.template(spec) : spec.path("template"), "spec.template");
        if (!spec.path("template")
                .path("spec")
                .path("restartPolicy")
                .asText("Always")
                .equals("Always")) {
            errors.checkOneOf(
                    spec.path("template").path("spec").path("restartPolicy"),
                    "spec.template.spec.restartPolicy",
                    List.of("Always"));
        }
        if (spec.path("template").path("spec").has("activeDeadlineSeconds")) {
            errors.add(FieldError.forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in " + podMaker(kind) + " is not Supported"));
        }
        if (kind.name().equals("Deployment")) {
            new RolloutRules(errors).checkStrategy(spec.path("strategy"));
        }
        new RolloutRules(errors).checkLimits(spec);
        if (stateful) {
            states.checkClaims(spec);
        }
    }

    /** The pods of a Deployment are those of its ReplicaSets, and checked as such. */
    private static String podMaker(Kind kind) {
        return kind.name().equals("Deployment") ? "ReplicaSet" : kind.name();
    }

    private void checkSelector(JsonNode spec, Kind kind) {
        JsonNode selector = spec.path("selector");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (selector.isMissingNode() || selector.isNull()) {
            errors.add(FieldError.required("spec.selector", ""));
        } else if (selector.isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.selector",
                    "{}",
                    "empty selector is invalid for " + kind.name().toLowerCase(Locale.ROOT)));
        }
        MetadataRules.checkLabels(selector.path("matchLabels"), "spec.selector.matchLabels", errors);
        if (!new SelectorRules(errors).expressions(selector, "spec.selector")) {
            return;
        }
        if (selector.isMissingNode() || selector.isNull() || !ObjectSelectors.matches(selector, labels)) {
            String shown = labels.isMissingNode() ? "null" : labels.toString();
            errors.add(FieldError.invalid(
                    "spec.template.metadata.labels", shown, "`selector` does not match template `labels`"));
        }
    }

    /** What may not change. */
    public void change(JsonNode old, JsonNode object, Kind kind) {
        JsonNode before = old.path("spec");
        JsonNode after = object.path("spec");
        switch (kind.name()) {
            case "Deployment", "ReplicaSet", "DaemonSet" ->
                errors.checkUnchanged(before.path("selector"), after.path("selector"), "spec.selector");
            case "StatefulSet" -> checkStatefulSetChange(before, after);
            case "Job" -> new JobRules(errors).change(before, after);
            default -> {}
        }
    }

    private void checkStatefulSetChange(JsonNode before, JsonNode after) {
        if (!without(before, STATEFUL_SET_CHANGEABLE).equals(without(after, STATEFUL_SET_CHANGEABLE))) {
            errors.add(FieldError.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden"));
        }
    }

    private static JsonNode without(JsonNode spec, List<String> fields) {
        return spec instanceof ObjectNode object ? object.deepCopy().remove(fields) : spec;
    }
}

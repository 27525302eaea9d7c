// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The rules for Jobs, and for what CronJobs make.
 *
 * <p>Source: {@code pkg/apis/batch/validation/validation.go}.
 */
public final class JobRules {

    private static final String CONTROLLER = "batch.kubernetes.io/controller-uid";
    private static final List<String> COUNTS = List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes");
    private static final List<String> FIXED = List.of(
            "selector", "completionMode", "podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "managedBy");

    private final FieldErrorList errors;

    public JobRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void checkJob(JsonNode object) {
        JsonNode spec = object.path("spec");
        checkOwnership(object);
        checkSpec(spec, "spec");
        checkHostNames(object);
    }

    public void checkCronJob(JsonNode object) {
        new CronJobRules(errors).checkSchedule(object.path("spec"));
        errors.checkOneOf(
                object.path("spec").path("concurrencyPolicy"),
                "spec.concurrencyPolicy",
                List.of("Allow", "Forbid", "Replace"));
        checkSpec(object.path("spec").path("jobTemplate").path("spec"), "spec.jobTemplate.spec");
        CronJobRules.checkName(object.path("metadata").path("name").asText(), errors);
    }

    private void checkSpec(JsonNode spec, String path) {
        for (String field : COUNTS) {
            errors.checkNotNegative(spec.path(field), path + "." + field);
        }
        checkIndexes(spec, path);
        new PodRules(errors).checkTemplate(spec.path("template"), path + ".template");
        checkRestarts(spec, path + ".template.spec.restartPolicy");
    }

    private void checkIndexes(JsonNode spec, String path) {
        errors.require(
                !spec.has("maxFailedIndexes") || spec.has("backoffLimitPerIndex"),
                FieldError.required(path + ".backoffLimitPerIndex", "when maxFailedIndexes is specified"));
        errors.checkOneOf(spec.path("completionMode"), path + ".completionMode", List.of("NonIndexed", "Indexed"));
        if (isIndexed(spec)) {
            errors.require(
                    spec.has("completions"),
                    FieldError.required(path + ".completions", "when completion mode is Indexed"));
            return;
        }
        for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
            errors.require(
                    !spec.has(field),
                    FieldError.invalid(
                            path + "." + field, spec.path(field).toString(), "requires indexed completion mode"));
        }
    }

    private static boolean isIndexed(JsonNode spec) {
        return spec.path("completionMode").asText().equals("Indexed");
    }

    private void checkRestarts(JsonNode spec, String path) {
        JsonNode policy = spec.path("template").path("spec").path("restartPolicy");
        switch (policy.asText()) {
            case "", "Always" -> errors.add(FieldError.required(path, "valid values: \"OnFailure\", \"Never\""));
            case "OnFailure" ->
                errors.require(
                        !spec.has("podFailurePolicy"),
                        FieldError.invalid(
                                path,
                                policy.toString(),
                                "only \"Never\" is supported when podFailurePolicy is specified"));
            default -> errors.checkOneOf(policy, path, List.of("OnFailure", "Never"));
        }
    }

    /** The selector that the server made must name the Job it was made for. */
    private void checkOwnership(JsonNode object) {
        JsonNode spec = object.path("spec");
        String uid = object.path("metadata").path("uid").asText();
        String name = object.path("metadata").path("name").asText();
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (spec.path("manualSelector").asBoolean() || uid.isEmpty() || !spec.has("selector")) {
            return;
        }
        checkGivenLabel(labels, "controller-uid", uid);
        checkGivenLabel(labels, "job-name", name);
        checkGivenLabel(labels, CONTROLLER, uid);
        checkGivenLabel(labels, "batch.kubernetes.io/job-name", name);
        errors.require(
                spec.path("selector")
                        .path("matchLabels")
                        .path(CONTROLLER)
                        .asText()
                        .equals(uid),
                FieldError.invalid("spec.selector", spec.path("selector").toString(), "`selector` not auto-generated"));
    }

    private void checkGivenLabel(JsonNode labels, String label, String value) {
        errors.require(
                labels.path(label).asText().equals(value),
                FieldError.invalid(
                        "spec.template.metadata.labels[" + label + "]", labels.toString(), "must be '" + value + "'"));
    }

    /** The pods of an indexed Job have its name and their index as host name. */
    private void checkHostNames(JsonNode job) {
        JsonNode spec = job.path("spec");
        String name = job.path("metadata").path("name").asText();
        int completions = spec.path("completions").asInt();
        if (!isIndexed(spec) || completions < 1) {
            return;
        }
        String longest = name + "-" + (completions - 1);
        errors.require(
                NameRules.label(longest).isEmpty(),
                FieldError.invalid(
                        "metadata.name",
                        FieldErrorList.quoted(name),
                        "will not able to create pod with invalid DNS label: " + longest));
    }

    /** What may not change. */
    void change(JsonNode before, JsonNode after) {
        if (!isIndexed(after)) {
            errors.checkUnchanged(before.path("completions"), after.path("completions"), "spec.completions");
        }
        boolean suspended =
                before.path("suspend").asBoolean() && after.path("suspend").asBoolean();
        JsonNode template = suspended ? withSchedulingOf(after, before) : before.path("template");
        errors.checkUnchanged(template, after.path("template"), "spec.template");
        FIXED.forEach(field -> errors.checkUnchanged(before.path(field), after.path(field), "spec." + field));
    }

    /** A suspended Job may still be told where its pods shall run and with what resources. */
    private static JsonNode withSchedulingOf(JsonNode after, JsonNode before) {
        JsonNode template = before.path("template").deepCopy();
        if (template.path("spec") instanceof ObjectNode spec) {
            JsonNode wanted = after.path("template").path("spec");
            for (String field : List.of("affinity", "nodeSelector", "tolerations", "schedulingGates")) {
                spec.remove(field);
                if (wanted.has(field)) {
                    spec.set(field, wanted.path(field));
                }
            }
            for (int i = 0; i < spec.path("containers").size(); i++) {
                JsonNode resources = wanted.path("containers").path(i).path("resources");
                ((ObjectNode) spec.path("containers").path(i)).set("resources", resources);
            }
            if (after.path("template").has("metadata")) {
                ((ObjectNode) template).set("metadata", after.path("template").path("metadata"));
            }
        }
        return template;
    }
}

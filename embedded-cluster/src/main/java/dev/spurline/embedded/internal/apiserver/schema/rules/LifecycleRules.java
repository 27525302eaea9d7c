// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The rules for what happens while a container runs: probes, hooks, restarts.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (validateProbe, validateLifecycle).
 */
final class LifecycleRules {

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");

    private final FieldErrorList errors;
    private final long gracePeriod;

    /**
     * Prepares for the containers of a pod.
     *
     * @param gracePeriod how long the pod may take to end, in seconds
     */
    LifecycleRules(FieldErrorList errors, long gracePeriod) {
        this.errors = errors;
        this.gracePeriod = gracePeriod;
    }

    void checkRegular(JsonNode container, String path) {
        checkRunning(container, path);
        checkRestarts(container, path);
    }

    /** An init container is over before the others begin, unless it is a sidecar. */
    void checkInitial(JsonNode container, String path) {
        checkRestarts(container, path);
        boolean sidecar = container.path("restartPolicy").asText().equals("Always");
        if (sidecar) {
            checkRunning(container, path);
        } else {
            forbidProbes(container, path);
        }
        for (int i = 0; i < container.path("resizePolicy").size(); i++) {
            JsonNode policy = container.path("resizePolicy").get(i).path("restartPolicy");
            errors.require(
                    sidecar || !policy.asText().equals("RestartContainer"),
                    FieldError.invalid(
                            path + ".resizePolicy[" + i + "].restartPolicy",
                            policy.toString(),
                            "must not be set to 'RestartContainer' for non-sidecar initContainers"));
        }
    }

    private void forbidProbes(JsonNode container, String path) {
        for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
            errors.require(
                    !container.has(field),
                    FieldError.forbidden(
                            path + "." + field, "may not be set for init containers without restartPolicy=Always"));
        }
    }

    private void checkRunning(JsonNode container, String path) {
        for (String hook : List.of("postStart", "preStop")) {
            checkHandler(container.path("lifecycle").path(hook), path + ".lifecycle." + hook);
        }
        for (String probe : PROBES) {
            checkProbe(container.path(probe), path + "." + probe);
        }
    }

    private void checkRestarts(JsonNode container, String path) {
        JsonNode rules = container.path("restartPolicyRules");
        if (container.has("restartPolicy")) {
            errors.checkOneOf(container.path("restartPolicy"), path + ".restartPolicy", RESTART_POLICIES);
        } else {
            errors.require(
                    rules.isEmpty(),
                    FieldError.required(
                            path + ".restartPolicy", "must specify restartPolicy when restart rules are used"));
        }
    }

    private void checkProbe(JsonNode probe, String path) {
        if (probe.isMissingNode()) {
            return;
        }
        checkHandler(probe, path);
        for (String field : List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds")) {
            errors.checkNotNegative(probe.path(field), path + "." + field);
        }
        if (!path.endsWith("readinessProbe") && probe.path("successThreshold").asInt(1) != 1) {
            errors.add(FieldError.invalid(
                    path + ".successThreshold", probe.path("successThreshold").toString(), "must be 1"));
        }
    }

    /** What answers a probe, or is done at the beginning or end of a container. */
    private void checkHandler(JsonNode handler, String path) {
        if (handler.isMissingNode()) {
            return;
        }
        List<String> given = HANDLERS.stream().filter(handler::has).toList();
        errors.require(!given.isEmpty(), FieldError.required(path, "must specify a handler type"));
        for (int i = 0; i < given.size(); i++) {
            String at = path + "." + given.get(i);
            if (i > 0) {
                errors.add(FieldError.forbidden(at, "may not specify more than 1 handler type"));
            } else if (given.get(i).equals("exec")) {
                errors.require(
                        !handler.path("exec").path("command").isEmpty(), FieldError.required(at + ".command", ""));
            } else if (given.get(i).equals("sleep")) {
                checkSleep(handler.path("sleep").path("seconds"), at);
            } else {
                checkPort(handler.path(given.get(i)).path("port"), at + ".port");
            }
        }
    }

    private void checkSleep(JsonNode seconds, String path) {
        errors.require(
                seconds.asLong() >= 0 && seconds.asLong() <= gracePeriod,
                FieldError.invalid(
                        path,
                        seconds.toString(),
                        "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                                .formatted(gracePeriod)));
    }

    private void checkPort(JsonNode port, String path) {
        if (port.isTextual()) {
            errors.checkForm(port.textValue(), path, NameRules::portName);
        } else {
            errors.checkPort(port, path);
        }
    }
}

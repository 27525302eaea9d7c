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

    private final FieldErrorList faults;
    private final long gracePeriod;

    /**
     * Prepares for the containers of a pod.
     *
     * @param gracePeriod how long the pod may take to end, in seconds
     */
    LifecycleRules(FieldErrorList faults, long gracePeriod) {
        this.faults = faults;
        this.gracePeriod = gracePeriod;
    }

    void regular(JsonNode container, String path) {
        running(container, path);
        restarts(container, path);
    }

    /** An init container is over before the others begin, unless it is a sidecar. */
    void initial(JsonNode container, String path) {
        restarts(container, path);
        boolean sidecar = container.path("restartPolicy").asText().equals("Always");
        if (sidecar) {
            running(container, path);
        } else {
            forbidden(container, path);
        }
        for (int i = 0; i < container.path("resizePolicy").size(); i++) {
            JsonNode policy = container.path("resizePolicy").get(i).path("restartPolicy");
            faults.require(
                    sidecar || !policy.asText().equals("RestartContainer"),
                    FieldError.invalid(
                            path + ".resizePolicy[" + i + "].restartPolicy",
                            policy.toString(),
                            "must not be set to 'RestartContainer' for non-sidecar initContainers"));
        }
    }

    private void forbidden(JsonNode container, String path) {
        for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
            faults.require(
                    !container.has(field),
                    FieldError.forbidden(
                            path + "." + field, "may not be set for init containers without restartPolicy=Always"));
        }
    }

    private void running(JsonNode container, String path) {
        for (String hook : List.of("postStart", "preStop")) {
            handler(container.path("lifecycle").path(hook), path + ".lifecycle." + hook);
        }
        for (String probe : PROBES) {
            probe(container.path(probe), path + "." + probe);
        }
    }

    private void restarts(JsonNode container, String path) {
        JsonNode rules = container.path("restartPolicyRules");
        if (container.has("restartPolicy")) {
            faults.oneOf(container.path("restartPolicy"), path + ".restartPolicy", RESTART_POLICIES);
        } else {
            faults.require(
                    rules.isEmpty(),
                    FieldError.required(
                            path + ".restartPolicy", "must specify restartPolicy when restart rules are used"));
        }
    }

    private void probe(JsonNode probe, String path) {
        if (probe.isMissingNode()) {
            return;
        }
        handler(probe, path);
        for (String field : List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds")) {
            faults.notNegative(probe.path(field), path + "." + field);
        }
        if (!path.endsWith("readinessProbe") && probe.path("successThreshold").asInt(1) != 1) {
            faults.add(FieldError.invalid(
                    path + ".successThreshold", probe.path("successThreshold").toString(), "must be 1"));
        }
    }

    /** What answers a probe, or is done at the beginning or end of a container. */
    private void handler(JsonNode handler, String path) {
        if (handler.isMissingNode()) {
            return;
        }
        List<String> given = HANDLERS.stream().filter(handler::has).toList();
        faults.require(!given.isEmpty(), FieldError.required(path, "must specify a handler type"));
        for (int i = 0; i < given.size(); i++) {
            String at = path + "." + given.get(i);
            if (i > 0) {
                faults.add(FieldError.forbidden(at, "may not specify more than 1 handler type"));
            } else if (given.get(i).equals("exec")) {
                faults.require(
                        !handler.path("exec").path("command").isEmpty(), FieldError.required(at + ".command", ""));
            } else if (given.get(i).equals("sleep")) {
                sleep(handler.path("sleep").path("seconds"), at);
            } else {
                port(handler.path(given.get(i)).path("port"), at + ".port");
            }
        }
    }

    private void sleep(JsonNode seconds, String path) {
        faults.require(
                seconds.asLong() >= 0 && seconds.asLong() <= gracePeriod,
                FieldError.invalid(
                        path,
                        seconds.toString(),
                        "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                                .formatted(gracePeriod)));
    }

    private void port(JsonNode port, String path) {
        if (port.isTextual()) {
            faults.form(port.textValue(), path, NameRules::portName);
        } else {
            faults.port(port, path);
        }
    }
}

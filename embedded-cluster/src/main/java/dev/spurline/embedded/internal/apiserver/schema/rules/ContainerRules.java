// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules for one container.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (validateContainers).
 */
final class ContainerRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final Pattern FIELD = Pattern.compile(
            "metadata\\.(name|namespace|uid|(labels|annotations)(\\['.*'])?)|spec\\.(nodeName|serviceAccountName)"
                    + "|status\\.(phase|hostIPs?|podIPs?)");

    private final FieldErrorList errors;

    ContainerRules(FieldErrorList errors) {
        this.errors = errors;
    }

    /** What holds for containers of any sort. */
    void check(JsonNode container, String path, PodContext pod) {
        errors.requireForm(container.path("name"), path + ".name", NameRules::label);
        errors.present(container.path("image"), path + ".image");
        checkPorts(container.path("ports"), path + ".ports");
        checkEnv(container.path("env"), path + ".env");
        checkEnvFrom(container.path("envFrom"), path + ".envFrom");
        new MountRules(errors, pod.volumes()).check(container, path);
        errors.checkOneOf(container.path("imagePullPolicy"), path + ".imagePullPolicy", PULL_POLICIES);
        ResourceRules resources = new ResourceRules(errors);
        resources.check(container.path("resources"), path + ".resources", pod.claims());
        resources.checkResizing(container.path("resizePolicy"), path + ".resizePolicy", pod.restarted());
        checkUsers(container.path("securityContext"), path + ".securityContext", errors);
    }

    /** The numbers of users and groups. */
    static void checkUsers(JsonNode context, String path, FieldErrorList errors) {
        for (String field : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            JsonNode number = context.path(field);
            errors.require(
                    !number.isNumber() || (number.asLong() >= 0 && number.asLong() <= Integer.MAX_VALUE),
                    FieldError.invalid(
                            path + "." + field, number.toString(), "must be between 0 and 2147483647, inclusive"));
        }
    }

    private void checkPorts(JsonNode ports, String path) {
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + "[" + i + "]";
            if (!ScalarValues.isZero(port.path("name"))) {
                errors.checkForm(port.path("name").asText(), at + ".name", NameRules::portName);
            }
            if (errors.present(port.path("containerPort"), at + ".containerPort")) {
                errors.checkPort(port.path("containerPort"), at + ".containerPort");
            }
            errors.checkOneOf(port.path("protocol"), at + ".protocol", PROTOCOLS);
        }
        errors.checkDistinct(ports, "name", path);
    }

    private void checkEnv(JsonNode env, String path) {
        for (int i = 0; i < env.size(); i++) {
            JsonNode variable = env.get(i);
            String at = path + "[" + i + "]";
            errors.requireForm(variable.path("name"), at + ".name", NameRules::envName);
            if (variable.has("valueFrom")) {
                checkSource(variable, at + ".valueFrom");
            }
        }
    }

    private void checkEnvFrom(JsonNode sources, String path) {
        for (JsonNode source : sources) {
            int count = (source.has("configMapRef") ? 1 : 0) + (source.has("secretRef") ? 1 : 0);
            String detail = count == 0
                    ? "must specify one of: `configMapRef` or `secretRef`"
                    : "may not have more than one field specified at a time";
            errors.require(count == 1, FieldError.invalid(path, "\"\"", detail));
        }
    }

    private void checkSource(JsonNode variable, String path) {
        JsonNode from = variable.path("valueFrom");
        JsonNode field = from.path("fieldRef").path("fieldPath");
        if (field.isTextual() && !FIELD.matcher(field.textValue()).matches()) {
            errors.add(FieldError.invalid(
                    path + ".fieldRef.fieldPath",
                    field.toString(),
                    "error converting fieldPath: field label not supported: " + field.textValue()));
        }
        long sources = SOURCES.stream().filter(from::has).count();
        if (sources != 1) {
            String detail = sources == 0
                    ? "must specify one of: " + listed()
                    : "may not have more than one field specified at a time";
            errors.add(FieldError.invalid(path, from.isEmpty() ? "\"\"" : from.toString(), detail));
        } else if (!ScalarValues.isZero(variable.path("value"))) {
            errors.add(FieldError.invalid(path, "\"\"", "may not be specified when `value` is not empty"));
        }
    }

    private static String listed() {
        return "`" + String.join("`, `", SOURCES.subList(0, SOURCES.size() - 1)) + "` or `"
                + SOURCES.get(SOURCES.size() - 1) + "`";
    }
}

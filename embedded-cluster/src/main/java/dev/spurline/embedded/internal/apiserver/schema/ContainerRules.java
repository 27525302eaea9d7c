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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for one container. */
final class ContainerRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final Pattern FIELD = Pattern.compile(
            "metadata\\.(name|namespace|uid|(labels|annotations)(\\['.*'])?)|spec\\.(nodeName|serviceAccountName)"
                    + "|status\\.(phase|hostIPs?|podIPs?)");

    private final Faults faults;

    ContainerRules(Faults faults) {
        this.faults = faults;
    }

    void check(JsonNode container, String path, Set<String> volumes) {
        faults.requiredForm(container.path("name"), path + ".name", Names::label);
        faults.present(container.path("image"), path + ".image");
        ports(container.path("ports"), path + ".ports");
        env(container.path("env"), path + ".env");
        envFrom(container.path("envFrom"), path + ".envFrom");
        mounts(container.path("volumeMounts"), path + ".volumeMounts", volumes);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            probe(container.path(probe), path + "." + probe);
        }
        for (String hook : List.of("postStart", "preStop")) {
            handler(container.path("lifecycle").path(hook), path + ".lifecycle." + hook);
        }
        faults.oneOf(container.path("imagePullPolicy"), path + ".imagePullPolicy", PULL_POLICIES);
        resources(container.path("resources"), path + ".resources");
        users(container.path("securityContext"), path + ".securityContext", faults);
    }

    /** The numbers of users and groups. */
    static void users(JsonNode context, String path, Faults faults) {
        for (String field : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            JsonNode number = context.path(field);
            faults.require(
                    !number.isNumber() || (number.asLong() >= 0 && number.asLong() <= Integer.MAX_VALUE),
                    Cause.invalid(
                            path + "." + field, number.toString(), "must be between 0 and 2147483647, inclusive"));
        }
    }

    private void ports(JsonNode ports, String path) {
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + "[" + i + "]";
            if (!Scalars.isZero(port.path("name"))) {
                faults.form(port.path("name").asText(), at + ".name", Names::portName);
            }
            if (faults.present(port.path("containerPort"), at + ".containerPort")) {
                faults.port(port.path("containerPort"), at + ".containerPort");
            }
            faults.oneOf(port.path("protocol"), at + ".protocol", PROTOCOLS);
        }
        faults.distinct(ports, "name", path);
    }

    private void env(JsonNode env, String path) {
        for (int i = 0; i < env.size(); i++) {
            JsonNode variable = env.get(i);
            String at = path + "[" + i + "]";
            faults.requiredForm(variable.path("name"), at + ".name", Names::envName);
            if (variable.has("valueFrom")) {
                source(variable, at + ".valueFrom");
            }
        }
    }

    private void envFrom(JsonNode sources, String path) {
        for (JsonNode source : sources) {
            int count = (source.has("configMapRef") ? 1 : 0) + (source.has("secretRef") ? 1 : 0);
            String detail = count == 0
                    ? "must specify one of: `configMapRef` or `secretRef`"
                    : "may not have more than one field specified at a time";
            faults.require(count == 1, Cause.invalid(path, "\"\"", detail));
        }
    }

    private void source(JsonNode variable, String path) {
        JsonNode from = variable.path("valueFrom");
        JsonNode field = from.path("fieldRef").path("fieldPath");
        if (field.isTextual() && !FIELD.matcher(field.textValue()).matches()) {
            faults.add(Cause.invalid(
                    path + ".fieldRef.fieldPath",
                    field.toString(),
                    "error converting fieldPath: field label not supported: " + field.textValue()));
        }
        long sources = SOURCES.stream().filter(from::has).count();
        if (sources != 1) {
            String detail = sources == 0
                    ? "must specify one of: " + listed()
                    : "may not have more than one field specified at a time";
            faults.add(Cause.invalid(path, from.isEmpty() ? "\"\"" : from.toString(), detail));
        } else if (!Scalars.isZero(variable.path("value"))) {
            faults.add(Cause.invalid(path, "\"\"", "may not be specified when `value` is not empty"));
        }
    }

    private static String listed() {
        return "`" + String.join("`, `", SOURCES.subList(0, SOURCES.size() - 1)) + "` or `"
                + SOURCES.get(SOURCES.size() - 1) + "`";
    }

    private void mounts(JsonNode mounts, String path, Set<String> volumes) {
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode mount = mounts.get(i);
            String at = path + "[" + i + "]";
            if (faults.present(mount.path("name"), at + ".name")
                    && !volumes.contains(mount.path("name").asText())) {
                faults.add(Cause.notFound(at + ".name", mount.path("name").toString()));
            }
            faults.present(mount.path("mountPath"), at + ".mountPath");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode mountPath = mounts.get(i).path("mountPath");
            if (!seen.add(mountPath.asText())) {
                faults.add(Cause.invalid(path + "[" + i + "].mountPath", mountPath.toString(), "must be unique"));
            }
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
            faults.add(Cause.invalid(
                    path + ".successThreshold", probe.path("successThreshold").toString(), "must be 1"));
        }
    }

    /** What answers a probe, or is done at the beginning or end of a container. */
    private void handler(JsonNode handler, String path) {
        if (handler.isMissingNode()) {
            return;
        }
        List<String> given = HANDLERS.stream().filter(handler::has).toList();
        faults.require(!given.isEmpty(), Cause.required(path, "must specify a handler type"));
        for (int i = 0; i < given.size(); i++) {
            String at = path + "." + given.get(i);
            if (i > 0) {
                faults.add(Cause.forbidden(at, "may not specify more than 1 handler type"));
            } else if (given.get(i).equals("exec")) {
                faults.require(!handler.path("exec").path("command").isEmpty(), Cause.required(at + ".command", ""));
            } else {
                port(handler.path(given.get(i)).path("port"), at + ".port");
            }
        }
    }

    private void port(JsonNode port, String path) {
        if (port.isTextual()) {
            faults.form(port.textValue(), path, Names::portName);
        } else {
            faults.port(port, path);
        }
    }

    private void resources(JsonNode resources, String path) {
        JsonNode limits = resources.path("limits");
        resources.path("requests").properties().forEach(request -> {
            JsonNode limit = limits.path(request.getKey());
            if (limit.isTextual() && amount(request.getValue()).compareTo(amount(limit)) > 0) {
                faults.add(Cause.invalid(
                        path + ".requests",
                        request.getValue().toString(),
                        "must be less than or equal to " + request.getKey() + " limit of " + limit.asText()));
            }
        });
        for (String list : List.of("limits", "requests")) {
            resources.path(list).properties().forEach(entry -> {
                if (amount(entry.getValue()).compareTo(Quantity.ZERO) < 0) {
                    faults.add(Cause.invalid(
                            path + "." + list + "[" + entry.getKey() + "]",
                            entry.getValue().toString(),
                            "must be greater than or equal to 0"));
                }
            });
        }
    }

    private static Quantity amount(JsonNode value) {
        return Quantity.parse(value.asText()).orElse(Quantity.ZERO);
    }
}

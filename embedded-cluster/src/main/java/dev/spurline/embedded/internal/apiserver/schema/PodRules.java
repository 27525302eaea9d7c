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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for pods and pod templates. */
final class PodRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final String CHANGEABLE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private final Faults faults;

    PodRules(Faults faults) {
        this.faults = faults;
    }

    void spec(JsonNode spec, String path) {
        Set<String> volumes = volumes(spec.path("volumes"), path + ".volumes");
        containers(spec.path("initContainers"), path + ".initContainers", volumes);
        if (spec.path("containers").isEmpty()) {
            faults.add(Cause.required(path + ".containers", ""));
        }
        containers(spec.path("containers"), path + ".containers", volumes);
        faults.oneOf(spec.path("restartPolicy"), path + ".restartPolicy", RESTART_POLICIES);
        faults.oneOf(spec.path("dnsPolicy"), path + ".dnsPolicy", DNS_POLICIES);
        MetadataRules.labels(spec.path("nodeSelector"), path + ".nodeSelector", faults);
        optional(spec, "serviceAccountName", path, false);
        optional(spec, "nodeName", path, false);
        optional(spec, "hostname", path, true);
        optional(spec, "subdomain", path, true);
        deadline(spec.path("activeDeadlineSeconds"), path + ".activeDeadlineSeconds");
        faults.notNegative(spec.path("terminationGracePeriodSeconds"), path + ".terminationGracePeriodSeconds");
    }

    private void optional(JsonNode spec, String field, String path, boolean label) {
        if (!Scalars.isZero(spec.path(field))) {
            faults.form(spec.path(field).asText(), path + "." + field, label ? Names::label : Names::subdomain);
        }
    }

    private void deadline(JsonNode value, String path) {
        if (value.isNumber() && value.asLong() < 1) {
            faults.add(Cause.invalid(path, value.toString(), "must be between 1 and 2147483647, inclusive"));
        }
    }

    private Set<String> volumes(JsonNode volumes, String path) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < volumes.size(); i++) {
            JsonNode volume = volumes.get(i);
            String at = path + "[" + i + "]";
            faults.requiredForm(volume.path("name"), at + ".name", Names::label);
            faults.require(volume.size() > 1, Cause.required(at, "must specify a volume type"));
            names.add(volume.path("name").asText());
        }
        faults.distinct(volumes, "name", path);
        return names;
    }

    private void containers(JsonNode containers, String path, Set<String> volumes) {
        for (int i = 0; i < containers.size(); i++) {
            container(containers.get(i), path + "[" + i + "]", volumes);
        }
        faults.distinct(containers, "name", path);
    }

    private void container(JsonNode container, String path, Set<String> volumes) {
        faults.requiredForm(container.path("name"), path + ".name", Names::label);
        faults.present(container.path("image"), path + ".image");
        ports(container.path("ports"), path + ".ports");
        env(container.path("env"), path + ".env");
        mounts(container.path("volumeMounts"), path + ".volumeMounts", volumes);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            probe(container.path(probe), path + "." + probe);
        }
        faults.oneOf(container.path("imagePullPolicy"), path + ".imagePullPolicy", PULL_POLICIES);
        resources(container.path("resources"), path + ".resources");
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

    private void source(JsonNode variable, String path) {
        JsonNode from = variable.path("valueFrom");
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
        long handlers = HANDLERS.stream().filter(probe::has).count();
        faults.require(handlers > 0, Cause.required(path, "must specify a handler type"));
        faults.require(handlers < 2, Cause.forbidden(path, "may not specify more than 1 handler type"));
        for (String field : List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds")) {
            faults.notNegative(probe.path(field), path + "." + field);
        }
        if (!path.endsWith("readinessProbe") && probe.path("successThreshold").asInt(1) != 1) {
            faults.add(Cause.invalid(
                    path + ".successThreshold", probe.path("successThreshold").toString(), "must be 1"));
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

    /** What may change in a pod: images, its deadline, more tolerations. */
    void change(JsonNode old, JsonNode pod) {
        if (!frozen(old).equals(frozen(pod))) {
            faults.add(Cause.forbidden("spec", CHANGEABLE));
        }
    }

    private static JsonNode frozen(JsonNode pod) {
        JsonNode spec = pod.path("spec").deepCopy();
        if (spec instanceof ObjectNode object) {
            object.remove(List.of("activeDeadlineSeconds", "tolerations", "nodeName", "schedulingGates"));
            object.remove("terminationGracePeriodSeconds");
            object.remove("ephemeralContainers");
        }
        for (String list : List.of("containers", "initContainers")) {
            spec.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }
}

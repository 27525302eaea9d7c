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

    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final String CHANGEABLE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private final Faults faults;

    PodRules(Faults faults) {
        this.faults = faults;
    }

    void spec(JsonNode spec, String path) {
        Set<String> volumes = new VolumeRules(faults).check(spec.path("volumes"), path + ".volumes");
        if (spec.path("containers").isEmpty()) {
            faults.add(Cause.required(path + ".containers", ""));
        }
        containers(spec.path("containers"), path + ".containers", volumes);
        initContainers(spec, path + ".initContainers", volumes);
        hostPorts(spec, path + ".containers");
        faults.oneOf(spec.path("restartPolicy"), path + ".restartPolicy", RESTART_POLICIES);
        faults.oneOf(spec.path("dnsPolicy"), path + ".dnsPolicy", DNS_POLICIES);
        MetadataRules.labels(spec.path("nodeSelector"), path + ".nodeSelector", faults);
        ContainerRules.users(spec.path("securityContext"), path + ".securityContext", faults);
        affinity(spec.path("affinity").path("nodeAffinity"), path + ".affinity.nodeAffinity");
        optional(spec, "serviceAccountName", path, false);
        optional(spec, "nodeName", path, false);
        deadline(spec.path("activeDeadlineSeconds"), path + ".activeDeadlineSeconds");
        optional(spec, "hostname", path, true);
        optional(spec, "subdomain", path, true);
        tolerations(spec.path("tolerations"), path + ".tolerations");
    }

    private void initContainers(JsonNode spec, String path, Set<String> volumes) {
        JsonNode initial = spec.path("initContainers");
        containers(initial, path, volumes);
        Set<JsonNode> names = new HashSet<>();
        spec.path("containers").forEach(container -> names.add(container.path("name")));
        for (int i = 0; i < initial.size(); i++) {
            JsonNode name = initial.get(i).path("name");
            faults.require(!names.contains(name), Cause.duplicate(path + "[" + i + "].name", name.toString()));
        }
    }

    private void hostPorts(JsonNode spec, String path) {
        if (!spec.path("hostNetwork").asBoolean()) {
            return;
        }
        for (int i = 0; i < spec.path("containers").size(); i++) {
            JsonNode ports = spec.path("containers").get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode hostPort = ports.get(j).path("hostPort");
                faults.require(
                        hostPort.isMissingNode() || hostPort.equals(ports.get(j).path("containerPort")),
                        Cause.invalid(
                                path + "[" + i + "].ports[" + j + "].hostPort",
                                hostPort.toString(),
                                "must match `containerPort` when `hostNetwork` is true"));
            }
        }
    }

    private void affinity(JsonNode affinity, String path) {
        JsonNode required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
        faults.require(
                required.isMissingNode() || !required.path("nodeSelectorTerms").isEmpty(),
                Cause.required(
                        path + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
                        "must have at least one node selector term"));
    }

    private void tolerations(JsonNode tolerations, String path) {
        for (int i = 0; i < tolerations.size(); i++) {
            JsonNode value = tolerations.get(i).path("value");
            boolean exists = tolerations.get(i).path("operator").asText().equals("Exists");
            faults.require(
                    !exists || Scalars.isZero(value),
                    Cause.invalid(
                            path + "[" + i + "].operator",
                            value.toString(),
                            "value must be empty when `operator` is 'Exists'"));
        }
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

    private void containers(JsonNode containers, String path, Set<String> volumes) {
        for (int i = 0; i < containers.size(); i++) {
            new ContainerRules(faults).check(containers.get(i), path + "[" + i + "]", volumes);
        }
        faults.distinct(containers, "name", path);
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

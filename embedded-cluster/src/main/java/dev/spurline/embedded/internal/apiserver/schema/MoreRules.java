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
import java.util.List;

/** The rules for the remaining kinds: a few each. */
final class MoreRules {

    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");

    private MoreRules() {}

    static void check(JsonNode object, Kind kind, Faults faults) {
        JsonNode spec = object.path("spec");
        switch (kind.name()) {
            case "Lease" -> lease(spec, faults);
            case "EndpointSlice" -> endpointSlice(object, faults);
            case "PersistentVolumeClaim" -> claim(spec, faults);
            case "HorizontalPodAutoscaler" -> autoscaler(spec, faults);
            case "PodDisruptionBudget" -> {
                if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                    faults.add(Cause.invalid(
                            "spec", spec.toString(), "minAvailable and maxUnavailable cannot be both set"));
                }
            }
            case "Role", "ClusterRole" -> rules(object.path("rules"), faults);
            case "RoleBinding", "ClusterRoleBinding" ->
                faults.present(object.path("roleRef").path("name"), "roleRef.name");
            case "CustomResourceDefinition" -> definition(object, faults);
            default -> {}
        }
    }

    private static void lease(JsonNode spec, Faults faults) {
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asInt() <= 0) {
            faults.add(Cause.invalid("spec.leaseDurationSeconds", duration.toString(), "must be greater than 0"));
        }
        faults.notNegative(spec.path("leaseTransitions"), "spec.leaseTransitions");
    }

    private static void endpointSlice(JsonNode slice, Faults faults) {
        if (faults.present(slice.path("addressType"), "addressType")) {
            faults.oneOf(slice.path("addressType"), "addressType", ADDRESS_TYPES);
        }
        for (int i = 0; i < slice.path("endpoints").size(); i++) {
            JsonNode addresses = slice.path("endpoints").get(i).path("addresses");
            String path = "endpoints[" + i + "].addresses";
            faults.require(!addresses.isEmpty(), Cause.required(path, "must contain at least 1 address"));
            for (int j = 0; j < addresses.size(); j++) {
                loopback(addresses.get(j), path + "[" + j + "]", faults);
            }
        }
    }

    private static void loopback(JsonNode address, String path, Faults faults) {
        if (address.asText().startsWith("127.") || address.asText().equals("::1")) {
            faults.add(
                    Cause.invalid(path, address.toString(), "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        }
    }

    private static void claim(JsonNode spec, Faults faults) {
        faults.require(
                !spec.path("accessModes").isEmpty(),
                Cause.required("spec.accessModes", "at least 1 access mode is required"));
        faults.require(
                spec.path("resources").path("requests").has("storage"), Cause.required("spec.resources[storage]", ""));
    }

    private static void autoscaler(JsonNode spec, Faults faults) {
        JsonNode most = spec.path("maxReplicas");
        if (most.asInt() < 1) {
            faults.add(Cause.invalid("spec.maxReplicas", most.toString(), "must be greater than 0"));
        }
        if (spec.path("minReplicas").asInt(1) > most.asInt()) {
            faults.add(Cause.invalid(
                    "spec.maxReplicas", most.toString(), "must be greater than or equal to `minReplicas`"));
        }
        faults.present(spec.path("scaleTargetRef").path("kind"), "spec.scaleTargetRef.kind");
        faults.present(spec.path("scaleTargetRef").path("name"), "spec.scaleTargetRef.name");
    }

    private static void rules(JsonNode rules, Faults faults) {
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.get(i);
            String path = "rules[" + i + "]";
            faults.require(
                    !rule.path("verbs").isEmpty(),
                    Cause.required(path + ".verbs", "verbs must contain at least one value"));
            if (rule.path("nonResourceURLs").isEmpty()) {
                faults.require(
                        !rule.path("apiGroups").isEmpty(),
                        Cause.required(path + ".apiGroups", "resource rules must supply at least one api group"));
                faults.require(
                        !rule.path("resources").isEmpty(),
                        Cause.required(path + ".resources", "resource rules must supply at least one resource"));
            }
        }
    }

    static void roleRef(JsonNode old, JsonNode object, Faults faults) {
        if (!old.path("roleRef").equals(object.path("roleRef"))) {
            faults.add(Cause.invalid("roleRef", object.path("roleRef").toString(), "cannot change roleRef"));
        }
    }

    private static void definition(JsonNode object, Faults faults) {
        JsonNode spec = object.path("spec");
        JsonNode names = spec.path("names");
        String expected =
                names.path("plural").asText() + "." + spec.path("group").asText();
        faults.require(
                object.path("metadata").path("name").asText().equals(expected),
                Cause.invalid(
                        "metadata.name",
                        object.path("metadata").path("name").toString(),
                        "must be spec.names.plural+\".\"+spec.group"));
        faults.present(spec.path("group"), "spec.group");
        faults.present(names.path("plural"), "spec.names.plural");
        faults.present(names.path("kind"), "spec.names.kind");
        if (faults.present(spec.path("scope"), "spec.scope")) {
            faults.oneOf(spec.path("scope"), "spec.scope", List.of("Cluster", "Namespaced"));
        }
        versions(spec.path("versions"), faults);
    }

    private static void versions(JsonNode versions, Faults faults) {
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            storage += versions.get(i).path("storage").asBoolean() ? 1 : 0;
            faults.require(
                    versions.get(i).path("schema").has("openAPIV3Schema"),
                    Cause.required("spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
        }
        faults.require(
                storage == 1,
                Cause.invalid(
                        "spec.versions",
                        versions.toString(),
                        "must have exactly one version marked as storage version"));
    }
}

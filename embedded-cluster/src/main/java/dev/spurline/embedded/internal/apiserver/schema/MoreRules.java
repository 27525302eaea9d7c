// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
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
            case "PersistentVolumeClaim" -> claim(spec, "spec", faults);
            case "HorizontalPodAutoscaler" -> autoscaler(spec, faults);
            case "PodDisruptionBudget" -> {
                if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                    faults.add(Cause.invalid(
                            "spec", spec.toString(), "minAvailable and maxUnavailable cannot be both set"));
                }
            }
            case "Role", "ClusterRole" ->
                new AccessRules(faults).role(object, kind.name().equals("Role"));
            case "RoleBinding", "ClusterRoleBinding" ->
                new AccessRules(faults).binding(object, kind.name().equals("RoleBinding"));
            case "CustomResourceDefinition" -> new DefinitionRules(faults).check(object);
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

    static void claim(JsonNode spec, String path, Faults faults) {
        faults.require(
                !spec.path("accessModes").isEmpty(),
                Cause.required(path + ".accessModes", "at least 1 access mode is required"));
        faults.require(
                spec.path("resources").path("requests").has("storage"),
                Cause.required(path + ".resources[storage]", ""));
    }

    /** What a claim asks for stays; the volume and, where none was named, the class may be filled in. */
    static void claimChange(JsonNode old, JsonNode object, Faults faults) {
        List<String> free = new ArrayList<>();
        for (String field : List.of("volumeName", "storageClassName")) {
            if (Scalars.isZero(old.path("spec").path(field))) {
                free.add(field);
            }
        }
        if (old.path("status").path("phase").asText().equals("Bound")) {
            free.addAll(List.of("resources", "volumeAttributesClassName"));
        }
        if (!fixed(old, free).equals(fixed(object, free))) {
            faults.add(
                    Cause.forbidden(
                            "spec",
                            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        }
    }

    private static JsonNode fixed(JsonNode claim, List<String> free) {
        JsonNode spec = claim.path("spec").deepCopy();
        return spec instanceof ObjectNode object ? object.remove(free) : spec;
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
}

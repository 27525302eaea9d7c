// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.crd.DefinitionRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.AccessRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.ClaimRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.util.List;

/** The rules for the remaining kinds: a few each. */
final class KindRules {

    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");

    private KindRules() {}

    static void check(JsonNode object, Kind kind, FieldErrorList faults) {
        JsonNode spec = object.path("spec");
        switch (kind.name()) {
            case "Lease" -> lease(spec, faults);
            case "EndpointSlice" -> endpointSlice(object, faults);
            case "PersistentVolumeClaim" -> ClaimRules.check(spec, "spec", faults);
            case "HorizontalPodAutoscaler" -> autoscaler(spec, faults);
            case "PodDisruptionBudget" -> {
                if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                    faults.add(FieldError.invalid(
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

    private static void lease(JsonNode spec, FieldErrorList faults) {
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asInt() <= 0) {
            faults.add(FieldError.invalid("spec.leaseDurationSeconds", duration.toString(), "must be greater than 0"));
        }
        faults.notNegative(spec.path("leaseTransitions"), "spec.leaseTransitions");
    }

    private static void endpointSlice(JsonNode slice, FieldErrorList faults) {
        if (faults.present(slice.path("addressType"), "addressType")) {
            faults.oneOf(slice.path("addressType"), "addressType", ADDRESS_TYPES);
        }
        for (int i = 0; i < slice.path("endpoints").size(); i++) {
            JsonNode addresses = slice.path("endpoints").get(i).path("addresses");
            String path = "endpoints[" + i + "].addresses";
            faults.require(!addresses.isEmpty(), FieldError.required(path, "must contain at least 1 address"));
            for (int j = 0; j < addresses.size(); j++) {
                loopback(addresses.get(j), path + "[" + j + "]", faults);
            }
        }
    }

    private static void loopback(JsonNode address, String path, FieldErrorList faults) {
        if (address.asText().startsWith("127.") || address.asText().equals("::1")) {
            faults.add(FieldError.invalid(
                    path, address.toString(), "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        }
    }

    private static void autoscaler(JsonNode spec, FieldErrorList faults) {
        JsonNode most = spec.path("maxReplicas");
        if (most.asInt() < 1) {
            faults.add(FieldError.invalid("spec.maxReplicas", most.toString(), "must be greater than 0"));
        }
        if (spec.path("minReplicas").asInt(1) > most.asInt()) {
            faults.add(FieldError.invalid(
                    "spec.maxReplicas", most.toString(), "must be greater than or equal to `minReplicas`"));
        }
        faults.present(spec.path("scaleTargetRef").path("kind"), "spec.scaleTargetRef.kind");
        faults.present(spec.path("scaleTargetRef").path("name"), "spec.scaleTargetRef.name");
    }
}

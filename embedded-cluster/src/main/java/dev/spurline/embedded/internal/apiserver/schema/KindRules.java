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

    static void check(JsonNode object, Kind kind, FieldErrorList errors) {
        JsonNode spec = object.path("spec");
        switch (kind.name()) {
            case "Lease" -> checkLease(spec, errors);
            case "EndpointSlice" -> checkEndpointSlice(object, errors);
            case "PersistentVolumeClaim" -> ClaimRules.check(spec, "spec", errors);
            case "HorizontalPodAutoscaler" -> checkAutoscaler(spec, errors);
            case "PodDisruptionBudget" -> {
                if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                    errors.add(FieldError.invalid(
                            "spec", spec.toString(), "minAvailable and maxUnavailable cannot be both set"));
                }
            }
            case "Role", "ClusterRole" ->
                new AccessRules(errors).checkRole(object, kind.name().equals("Role"));
            case "RoleBinding", "ClusterRoleBinding" ->
                new AccessRules(errors).checkBinding(object, kind.name().equals("RoleBinding"));
            case "CustomResourceDefinition" -> new DefinitionRules(errors).check(object);
            default -> {}
        }
    }

    private static void checkLease(JsonNode spec, FieldErrorList errors) {
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asInt() <= 0) {
            errors.add(FieldError.invalid("spec.leaseDurationSeconds", duration.toString(), "must be greater than 0"));
        }
        errors.checkNotNegative(spec.path("leaseTransitions"), "spec.leaseTransitions");
    }

    private static void checkEndpointSlice(JsonNode slice, FieldErrorList errors) {
        if (errors.present(slice.path("addressType"), "addressType")) {
            errors.checkOneOf(slice.path("addressType"), "addressType", ADDRESS_TYPES);
        }
        for (int i = 0; i < slice.path("endpoints").size(); i++) {
            JsonNode addresses = slice.path("endpoints").get(i).path("addresses");
            String path = "endpoints[" + i + "].addresses";
            errors.require(!addresses.isEmpty(), FieldError.required(path, "must contain at least 1 address"));
            for (int j = 0; j < addresses.size(); j++) {
                checkLoopback(addresses.get(j), path + "[" + j + "]", errors);
            }
        }
    }

    private static void checkLoopback(JsonNode address, String path, FieldErrorList errors) {
        if (address.asText().startsWith("127.") || address.asText().equals("::1")) {
            errors.add(FieldError.invalid(
                    path, address.toString(), "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        }
    }

    private static void checkAutoscaler(JsonNode spec, FieldErrorList errors) {
        JsonNode most = spec.path("maxReplicas");
        if (most.asInt() < 1) {
            errors.add(FieldError.invalid("spec.maxReplicas", most.toString(), "must be greater than 0"));
        }
        if (spec.path("minReplicas").asInt(1) > most.asInt()) {
            errors.add(FieldError.invalid(
                    "spec.maxReplicas", most.toString(), "must be greater than or equal to `minReplicas`"));
        }
        errors.present(spec.path("scaleTargetRef").path("kind"), "spec.scaleTargetRef.kind");
        errors.present(spec.path("scaleTargetRef").path("name"), "spec.scaleTargetRef.name");
    }
}

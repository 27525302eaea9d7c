// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** The rules for what a container may use of its node. */
final class ResourceRules {

    private final FieldErrorList errors;

    ResourceRules(FieldErrorList errors) {
        this.errors = errors;
    }

    void check(JsonNode resources, String path, SortedSet<String> claims) {
        JsonNode limits = resources.path("limits");
        resources.path("requests").properties().forEach(request -> {
            JsonNode limit = limits.path(request.getKey());
            if (limit.isTextual() && amount(request.getValue()).compareTo(amount(limit)) > 0) {
                errors.add(FieldError.invalid(
                        path + ".requests",
                        request.getValue().toString(),
                        "must be less than or equal to " + request.getKey() + " limit of " + limit.asText()));
            }
        });
        for (String list : List.of("limits", "requests")) {
            resources.path(list).properties().forEach(entry -> {
                if (amount(entry.getValue()).compareTo(Quantity.ZERO) < 0) {
                    errors.add(FieldError.invalid(
                            path + "." + list + "[" + entry.getKey() + "]",
                            entry.getValue().toString(),
                            "must be greater than or equal to 0"));
                }
            });
        }
        checkClaims(resources.path("claims"), path + ".claims", claims);
    }

    private void checkClaims(JsonNode claims, String path, SortedSet<String> known) {
        for (int i = 0; i < claims.size(); i++) {
            JsonNode name = claims.get(i).path("name");
            String detail = known.isEmpty() ? " which is empty" : ": " + String.join(", ", known);
            errors.require(
                    known.contains(name.asText()),
                    FieldError.notFound(
                            path + "[" + i + "]",
                            name + ": must be one of the names in pod.spec.resourceClaims" + detail));
        }
    }

    /** How a container takes new amounts; in a pod that starts none again, none may ask to be restarted. */
    void checkResizing(JsonNode policies, String path, boolean restarted) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            JsonNode resource = policies.get(i).path("resourceName");
            JsonNode policy = policies.get(i).path("restartPolicy");
            errors.require(seen.add(resource), FieldError.duplicate(path + "[" + i + "]", resource.toString()));
            if (errors.present(resource, path)) {
                errors.checkOneOf(resource, path, List.of("cpu", "memory"));
            }
            if (errors.present(policy, path)) {
                errors.checkOneOf(policy, path, List.of("NotRequired", "RestartContainer"));
            }
            errors.require(
                    restarted || policy.asText().equals("NotRequired"),
                    FieldError.invalid(
                            path, policy.toString(), "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
        }
    }

    private static Quantity amount(JsonNode value) {
        return Quantity.parse(value.asText()).orElse(Quantity.ZERO);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What StatefulSets have beside other workloads: a Service's name, an own update strategy, and claims. */
final class StatefulSetRules {

    private static final Set<String> STRATEGIES = Set.of("RollingUpdate", "OnDelete");

    private final FieldErrorList errors;

    StatefulSetRules(FieldErrorList errors) {
        this.errors = errors;
    }

    void checkBeforeTemplate(JsonNode spec) {
        String type = spec.path("updateStrategy").path("type").asText("RollingUpdate");
        if (!STRATEGIES.contains(type)) {
            errors.add(FieldError.invalid(
                    "spec.updateStrategy",
                    "{\"Type\":%s,\"RollingUpdate\":null}".formatted(FieldErrorList.quoted(type)),
                    "must be 'RollingUpdate' or 'OnDelete'"));
        }
        String service = spec.path("serviceName").asText("");
        if (!service.isEmpty()) {
            errors.checkForm(service, "spec.serviceName", NameRules::label);
        }
    }

    /** Returns the template with its claims as volumes, which come first and take the place of volumes of their names. */
    static JsonNode template(JsonNode spec) {
        if (!(spec.path("template").path("spec") instanceof ObjectNode)
                || spec.path("volumeClaimTemplates").isEmpty()) {
            return spec.path("template");
        }
        Map<String, JsonNode> volumes = new LinkedHashMap<>();
        ObjectNode template = spec.path("template").deepCopy();
        ObjectNode pod = (ObjectNode) template.path("spec");
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            JsonNode name = claim.path("metadata").path("name");
            ObjectNode volume = template.objectNode();
            volume.set("name", name);
            volume.putObject("persistentVolumeClaim").set("claimName", name);
            volumes.put(name.asText(), volume);
        }
        pod.path("volumes")
                .forEach(volume -> volumes.putIfAbsent(volume.path("name").asText(), volume));
        ArrayNode all = pod.putArray("volumes");
        volumes.values().forEach(all::add);
        return template;
    }

    void checkClaims(JsonNode spec) {
        JsonNode claims = spec.path("volumeClaimTemplates");
        for (int i = 0; i < claims.size(); i++) {
            ClaimRules.check(claims.get(i).path("spec"), "spec.volumeClaimTemplates[" + i + "].spec", errors);
        }
    }
}

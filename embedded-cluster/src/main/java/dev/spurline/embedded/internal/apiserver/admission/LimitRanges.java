// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills in and checks the resources of containers by the LimitRanges of a namespace.
 *
 * <p>Source: {@code plugin/pkg/admission/limitranger/admission.go}.
 */
public final class LimitRanges {

    private static final String RANGES = "limitranges";

    private final VersionedStore store;

    /** Reads the LimitRanges of a storage. */
    public LimitRanges(VersionedStore store) {
        this.store = store;
    }

    /** Gives containers that say nothing the default requests and limits. */
    public void fillIn(String namespace, ObjectNode pod) {
        for (JsonNode limit : limits(namespace)) {
            for (JsonNode container : containers(pod)) {
                fillIn(((ObjectNode) container).withObject("resources"), limit);
            }
        }
    }

    private static void fillIn(ObjectNode resources, JsonNode limit) {
        limit.path("default")
                .properties()
                .forEach(entry -> putIfAbsent(resources, "limits", entry.getKey(), entry.getValue()));
        limit.path("defaultRequest")
                .properties()
                .forEach(entry -> putIfAbsent(resources, "requests", entry.getKey(), entry.getValue()));
    }

    private static void putIfAbsent(ObjectNode resources, String kind, String name, JsonNode amount) {
        if (!resources.path(kind).has(name)) {
            resources.withObject(kind).set(name, amount.deepCopy());
        }
    }

    /** Refuses a pod of which a container asks for more, or for less, than allowed. */
    public void check(ResourceKind kind, String namespace, ObjectNode pod) {
        List<String> complaints = new ArrayList<>();
        for (JsonNode limit : limits(namespace)) {
            for (JsonNode container : containers(pod)) {
                limit.path("min")
                        .properties()
                        .forEach(min -> checkMinimum(container, min.getKey(), min.getValue(), complaints));
                limit.path("max")
                        .properties()
                        .forEach(max -> checkMaximum(container, max.getKey(), max.getValue(), complaints));
            }
        }
        if (!complaints.isEmpty()) {
            String why = complaints.size() == 1 ? complaints.get(0) : "[" + String.join(", ", complaints) + "]";
            throw kind.forbidden(pod.path("metadata").path("name").asText(), why);
        }
    }

    private static void checkMaximum(JsonNode container, String name, JsonNode max, List<String> complaints) {
        JsonNode limit = container.path("resources").path("limits").path(name);
        if (limit.isMissingNode()) {
            complaints.add(
                    "maximum %s usage per Container is %s.  No limit is specified".formatted(name, max.asText()));
        } else if (amount(limit).compareTo(amount(max)) > 0) {
            complaints.add("maximum %s usage per Container is %s, but limit is %s"
                    .formatted(name, max.asText(), limit.asText()));
        }
    }

    private static void checkMinimum(JsonNode container, String name, JsonNode min, List<String> complaints) {
        JsonNode request = container.path("resources").path("requests").path(name);
        if (request.isMissingNode()) {
            complaints.add(
                    "minimum %s usage per Container is %s.  No request is specified".formatted(name, min.asText()));
        } else if (amount(request).compareTo(amount(min)) < 0) {
            complaints.add("minimum %s usage per Container is %s, but request is %s"
                    .formatted(name, min.asText(), request.asText()));
        }
    }

    private static List<JsonNode> containers(JsonNode pod) {
        List<JsonNode> all = new ArrayList<>();
        pod.path("spec").path("containers").forEach(all::add);
        pod.path("spec").path("initContainers").forEach(all::add);
        return all;
    }

    private static Quantity amount(JsonNode text) {
        return Quantity.parse(text.asText()).orElse(Quantity.ZERO);
    }

    private List<JsonNode> limits(String namespace) {
        List<JsonNode> limits = new ArrayList<>();
        if (store.count(RANGES) > 0) {
            for (StoredObject range : store.list(RANGES, namespace + "/").objects()) {
                range.json().path("spec").path("limits").forEach(limit -> {
                    if (limit.path("type").asText().equals("Container")) {
                        limits.add(limit);
                    }
                });
            }
        }
        return limits;
    }
}

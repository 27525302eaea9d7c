// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.registry.DeleteOptions;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.registry.WriteOptions;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectSelectors;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Deletes pods as far as their disruption budgets permit.
 *
 * <p>Source: {@code pkg/registry/core/pod/storage/eviction.go}.
 */
final class PodEvictions {

    private static final String FORBIDDEN = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final Set<String> NOT_COUNTED = Set.of("Pending", "Succeeded", "Failed");

    private final ObjectRegistry registry;

    PodEvictions(ObjectRegistry registry) {
        this.registry = registry;
    }

    void evict(RequestTarget pod, JsonNode eviction, boolean dryRun, User user) {
        ObjectNode live = registry.get(pod).json();
        if (isCounted(live)) {
            budgets(pod.namespace()).stream()
                    .filter(budget -> selects(budget, live))
                    .forEach(PodEvictions::requireRoom);
        }
        if (!dryRun) {
            registry.patch(pod.sub("status"), (old, schema) -> disrupted(old.deepCopy()), WriteOptions.own());
        }
        registry.delete(
                pod,
                DeleteOptions.read(
                        eviction.path("deleteOptions"), dryRun, Optional.empty(), OptionalLong.empty(), user));
    }

    /** Pods that do not run yet or any more, or that go anyway, can be no loss. */
    private static boolean isCounted(JsonNode pod) {
        return !NOT_COUNTED.contains(pod.path("status").path("phase").asText())
                && !pod.path("metadata").has("deletionTimestamp");
    }

    private List<ObjectNode> budgets(String namespace) {
        ResourceKind kind =
                registry.kinds().byName("poddisruptionbudgets.policy").orElseThrow();
        return registry.store().list(kind.storage(), namespace + "/").objects().stream()
                .map(StoredObject::json)
                .toList();
    }

    private static boolean selects(JsonNode budget, JsonNode pod) {
        return budget.path("spec").has("selector")
                && ObjectSelectors.matches(
                        budget.path("spec").path("selector"),
                        pod.path("metadata").path("labels"));
    }

    private static void requireRoom(JsonNode budget) {
        String name = budget.path("metadata").path("name").asText();
        JsonNode status = budget.path("status");
        if (status.path("observedGeneration").asLong()
                < budget.path("metadata").path("generation").asLong()) {
            throw refused("The disruption budget %s is still being processed by the server.".formatted(name))
                    .retryAfter(10);
        }
        if (status.path("disruptionsAllowed").asInt() <= 0) {
            throw refused("The disruption budget %s needs %d healthy pods and has %d currently"
                    .formatted(
                            name,
                            status.path("desiredHealthy").asInt(),
                            status.path("currentHealthy").asInt()));
        }
    }

    private static StatusException refused(String message) {
        return new StatusException(429, "TooManyRequests", FORBIDDEN)
                .because(List.of(new StatusException.StatusCause("DisruptionBudget", message, "")));
    }

    private static ObjectNode disrupted(ObjectNode pod) {
        ArrayNode conditions = pod.withObject("status").withArray("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.path(i).path("type").asText().equals("DisruptionTarget")) {
                conditions.remove(i);
            }
        }
        conditions
                .addObject()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("reason", "EvictionByEvictionAPI")
                .put("message", "Eviction API: evicting")
                .put(
                        "lastTransitionTime",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return pod;
    }
}

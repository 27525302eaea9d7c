// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How much of a quota an object uses.
 *
 * <p>Source: {@code pkg/quota/v1/evaluator/core}.
 */
final class QuotaUsage {

    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "services",
            "secrets",
            "configmaps",
            "resourcequotas",
            "persistentvolumeclaims",
            "replicationcontrollers");

    private QuotaUsage() {}

    /** Returns the resource whose objects a limit is about, such as {@code pods}; empty if it is unknown. */
    static String source(String limit) {
        if (limit.startsWith("count/")) {
            return limit.substring("count/".length());
        }
        if (isCompute(limit)) {
            return "pods";
        }
        if (limit.startsWith("services.")) {
            return "services";
        }
        if (limit.equals("requests.storage")) {
            return "persistentvolumeclaims";
        }
        return COUNTED.contains(limit) ? limit : "";
    }

    static boolean isCompute(String limit) {
        return COMPUTE.contains(plain(limit)) && !limit.startsWith("count/");
    }

    private static String plain(String limit) {
        return limit.replaceFirst("^(requests|limits)\\.", "");
    }

    static Quantity of(String limit, JsonNode object) {
        boolean everything = limit.startsWith("count/") || (!isCompute(limit) && !limit.equals("pods"));
        String phase = object.path("status").path("phase").asText();
        if (!everything && (phase.equals("Succeeded") || phase.equals("Failed"))) {
            return Quantity.ZERO;
        }
        if (isCompute(limit)) {
            return compute(limit, object.path("spec"));
        }
        return switch (limit) {
            case "services.nodeports" ->
                one(object.path("spec").path("type").asText().equals("NodePort"));
            case "services.loadbalancers" ->
                one(object.path("spec").path("type").asText().equals("LoadBalancer"));
            case "requests.storage" -> amount(object.path("spec").path("resources"), "requests", "storage");
            default -> one(true);
        };
    }

    private static Quantity one(boolean counts) {
        return counts ? Quantity.parse("1").orElseThrow() : Quantity.ZERO;
    }

    private static Quantity compute(String limit, JsonNode spec) {
        String kind = limit.startsWith("limits.") ? "limits" : "requests";
        Quantity sum = Quantity.ZERO;
        for (JsonNode container : spec.path("containers")) {
            sum = sum.plus(amount(container.path("resources"), kind, plain(limit)));
        }
        for (JsonNode container : spec.path("initContainers")) {
            Quantity alone = amount(container.path("resources"), kind, plain(limit));
            sum = alone.compareTo(sum) > 0 ? alone : sum;
        }
        return sum;
    }

    private static Quantity amount(JsonNode resources, String kind, String name) {
        return Quantity.parse(resources.path(kind).path(name).asText("0")).orElse(Quantity.ZERO);
    }

    /** Returns the containers that do not say how much they need of something limited. */
    static List<String> silent(String limit, JsonNode pod) {
        String kind = limit.startsWith("limits.") ? "limits" : "requests";
        List<String> names = new ArrayList<>();
        for (JsonNode container : pod.path("spec").path("containers")) {
            if (!container.path("resources").path(kind).has(plain(limit))) {
                names.add(container.path("name").asText());
            }
        }
        return names;
    }
}

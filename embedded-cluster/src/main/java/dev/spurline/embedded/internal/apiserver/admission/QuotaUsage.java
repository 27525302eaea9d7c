// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import java.time.Instant;
import java.util.Set;

/**
 * How much of a quota an object uses; nothing else counts for quotas.
 *
 * <p>Source: {@code pkg/quota/v1/evaluator/core}.
 */
final class QuotaUsage {

    private static final String COUNT = "count/";
    private static final String NODE_PORTS = "services.nodeports";
    private static final String LOAD_BALANCERS = "services.loadbalancers";
    private static final String STORAGE = "requests.storage";
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final Set<String> COUNTED =
            Set.of("pods", "services", "secrets", "configmaps", "resourcequotas", CLAIMS, "replicationcontrollers");

    private QuotaUsage() {}

    /** Returns the resource whose objects a limit is about, such as {@code pods}; empty if it limits nothing known. */
    static String source(String limit) {
        if (limit.startsWith(COUNT)) {
            return limit.substring(COUNT.length());
        }
        if (limit.equals(NODE_PORTS) || limit.equals(LOAD_BALANCERS)) {
            return "services";
        }
        if (limit.equals(STORAGE) || limit.endsWith(OF_CLASS + STORAGE) || limit.endsWith(OF_CLASS + CLAIMS)) {
            return CLAIMS;
        }
        if (PodUsage.isLimitedBy(limit)) {
            return "pods";
        }
        return COUNTED.contains(limit) ? limit : "";
    }

    /** Returns how much an object of the source of a limit uses of it at a time. */
    static Quantity of(String limit, JsonNode object, Instant now) {
        if (limit.startsWith(COUNT)) {
            return number(1);
        }
        return switch (source(limit)) {
            case "pods" -> ofPod(limit, object, now);
            case "services" -> ofService(limit, object.path("spec"));
            case CLAIMS -> ofClaim(limit, object);
            default -> number(1);
        };
    }

    private static Quantity ofPod(String limit, JsonNode pod, Instant now) {
        if (!isCharged(pod, now)) {
            return Quantity.ZERO;
        }
        return limit.equals("pods") ? number(1) : PodUsage.of(limit, pod.path("spec"));
    }

    /** A pod that has ended is free, and so is one that should be gone but hangs, as on a node that is lost. */
    private static boolean isCharged(JsonNode pod, Instant now) {
        String phase = pod.path("status").path("phase").asText();
        JsonNode meta = pod.path("metadata");
        boolean overdue = meta.has("deletionTimestamp")
                && meta.has("deletionGracePeriodSeconds")
                && now.isAfter(Instant.parse(meta.path("deletionTimestamp").asText())
                        .plusSeconds(meta.path("deletionGracePeriodSeconds").asLong()));
        return !overdue && !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    private static Quantity ofService(String limit, JsonNode spec) {
        return switch (limit) {
            case NODE_PORTS -> number(nodePorts(spec));
            case LOAD_BALANCERS -> number(isLoadBalancer(spec) ? 1 : 0);
            default -> number(1);
        };
    }

    /** Counts the ports that shall get one on each node, whether they have it yet or not. */
    private static long nodePorts(JsonNode spec) {
        JsonNode ports = spec.path("ports");
        if (isLoadBalancer(spec) && !spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
            return ports.findValues("nodePort").stream()
                    .filter(port -> port.asInt() != 0)
                    .count();
        }
        return isLoadBalancer(spec) || spec.path("type").asText().equals("NodePort") ? ports.size() : 0;
    }

    private static boolean isLoadBalancer(JsonNode spec) {
        return spec.path("type").asText().equals("LoadBalancer");
    }

    private static Quantity ofClaim(String limit, JsonNode claim) {
        int end = limit.indexOf(OF_CLASS);
        if (end >= 0 && !limit.substring(0, end).equals(storageClass(claim))) {
            return Quantity.ZERO;
        }
        return limit.endsWith(STORAGE) ? storage(claim) : number(1);
    }

    /** The annotation is older than the field, and wins. */
    private static String storageClass(JsonNode claim) {
        String named = claim.path("spec").path("storageClassName").asText();
        return claim.path("metadata")
                .path("annotations")
                .path("volume.beta.kubernetes.io/storage-class")
                .asText(named);
    }

    /** What was allocated counts if it is more, as after an enlargement that failed. */
    private static Quantity storage(JsonNode claim) {
        JsonNode requests = claim.path("spec").path("resources").path("requests");
        if (!requests.has("storage")) {
            return Quantity.ZERO;
        }
        Quantity requested = amount(requests, "storage");
        Quantity allocated = amount(claim.path("status").path("allocatedResources"), "storage");
        return (allocated.compareTo(requested) > 0 ? allocated : requested).roundedUp();
    }

    static Quantity amount(JsonNode amounts, String name) {
        return Quantity.parse(amounts.path(name).asText("0")).orElse(Quantity.ZERO);
    }

    private static Quantity number(long number) {
        return Quantity.parse(Long.toString(number)).orElse(Quantity.ZERO);
    }
}

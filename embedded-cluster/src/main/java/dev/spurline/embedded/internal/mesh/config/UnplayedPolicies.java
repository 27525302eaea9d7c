// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what DestinationRules say that the embedded mesh does not do, so that no test is taken to have shown it. */
final class UnplayedPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(UnplayedPolicies.class);

    private UnplayedPolicies() {}

    /** Warns of a rule that has come or changed. */
    static void warn(DestinationRule rule) {
        Set<String> fields = of(rule);
        if (!fields.isEmpty()) {
            LOG.warn(
                    "DestinationRule [{}/{}] sets {}, which the embedded mesh does not play: requests go as if it did not",
                    rule.namespace(),
                    rule.name(),
                    fields);
        }
    }

    /** Returns the names of what is not played, in order. */
    static Set<String> of(DestinationRule rule) {
        List<JsonNode> policies = new ArrayList<>(List.of(rule.trafficPolicy()));
        rule.subsets().forEach(subset -> policies.add(subset.trafficPolicy()));
        Set<String> fields = new TreeSet<>();
        policies.forEach(policy -> {
            add(policy, fields);
            policy.path("portLevelSettings").forEach(port -> add(port, fields));
        });
        return fields;
    }

    private static void add(JsonNode policy, Set<String> fields) {
        List.of("connectionPool", "outlierDetection", "tunnel", "proxyProtocol", "retryBudget")
                .forEach(name -> addIfPresent(policy, name, fields));
        JsonNode balancer = policy.path("loadBalancer");
        List.of("consistentHash", "localityLbSetting", "warmup", "warmupDurationSecs")
                .forEach(name -> {
                    if (balancer.has(name)) {
                        fields.add("loadBalancer." + name);
                    }
                });
        String mode = policy.path("tls").path("mode").asText();
        if (mode.equals("SIMPLE") || mode.equals("MUTUAL")) {
            fields.add("tls.mode " + mode);
        }
    }

    private static void addIfPresent(JsonNode policy, String name, Set<String> fields) {
        if (policy.has(name)) {
            fields.add(name);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.routing.GatewayVirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells whether a match of a VirtualService is for a proxy at all (sourceMatchHTTP in route.go of Istio). */
final class MatchAudience {

    private MatchAudience() {}

    /**
     * Returns why the proxy is not told of a match; empty if it is.
     *
     * @param port the port of the listener
     * @param namespace the namespace of the VirtualService
     */
    static Optional<String> mismatch(JsonNode match, RuleCaller caller, int port, String namespace) {
        if (match.path("port").asInt(port) != port) {
            return Optional.of("port is [%d], wants [%s]"
                    .formatted(port, match.path("port").asText()));
        }
        JsonNode gateways = match.path("gateways");
        // The caller is not looked at where gateways are listed.
        return gateways.isEmpty() ? source(match, caller) : gateways(gateways, caller, namespace);
    }

    private static Optional<String> gateways(JsonNode gateways, RuleCaller caller, String namespace) {
        List<String> names = new ArrayList<>();
        for (JsonNode gateway : gateways) {
            String name = gateway.asText();
            names.add(name);
            String full = name.equals(RuleCaller.MESH) ? name : GatewayVirtualService.qualified(name, namespace);
            if (caller.gateways().contains(full)) {
                return Optional.empty();
            }
        }
        return Optional.of("is for gateways %s".formatted(names));
    }

    private static Optional<String> source(JsonNode match, RuleCaller caller) {
        String wanted = match.path("sourceNamespace").asText();
        if (!wanted.isEmpty() && !wanted.equals(caller.namespace())) {
            return Optional.of(
                    "caller's namespace is [%s], wants sourceNamespace [%s]".formatted(caller.namespace(), wanted));
        }
        Map<String, String> labels = new TreeMap<>();
        match.path("sourceLabels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        Optional<Map<String, String>> own = caller.labels();
        return own.filter(found -> found.entrySet().containsAll(labels.entrySet()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("caller's labels are %s, wants sourceLabels %s"
                        .formatted(
                                own.map(found -> new TreeMap<>(found).toString())
                                        .orElse("not known"),
                                labels));
    }
}

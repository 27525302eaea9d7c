// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The headers by which proxies of a real Istio tell which of their routes has decided, and of which scenario they know: an
 * EnvoyFilter adds them to answers. It is written last, and proxies are told of all that was written before with it or
 * sooner. Source: www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage, ROUTE_NAME.
 */
final class RuleHeader {

    private static final String NAME = "x-routing-case-rule";
    private static final String SCENARIO = "x-routing-case-scenario";

    private static final String PATCH = """
              - applyTo: ROUTE_CONFIGURATION
                match: {context: %s}
                patch:
                  operation: MERGE
                  value:
                    response_headers_to_add:
                    - header: {key: %s, value: "%%ROUTE_NAME%%"}
                    - header: {key: %s, value: "%s"}
            """;

    private static final String FILTER = """
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: routing-case-rule, namespace: %s}
            spec:
              configPatches:
            """;

    private RuleHeader() {}

    /**
     * Tells the proxies which scenario is asked about.
     *
     * @param namespace the mesh's root namespace, whose EnvoyFilters are for all proxies
     */
    static void write(KubernetesClient client, String namespace, String scenario) {
        String patches = Stream.of("SIDECAR_OUTBOUND", "GATEWAY")
                .map(context -> PATCH.formatted(context, NAME, SCENARIO, scenario))
                .collect(Collectors.joining());
        client.resource(FILTER.formatted(namespace) + patches).forceConflicts().serverSideApply();
    }

    /** Returns whether a proxy's routes are those of a scenario; it is told of all its routes at once. */
    static boolean isIn(JsonNode dump, String scenario) {
        List<JsonNode> configs = dump.findValues("route_config");
        return configs.isEmpty()
                || configs.stream()
                        .anyMatch(config -> config.path("response_headers_to_add")
                                .toString()
                                .contains(scenario));
    }

    static void remove(KubernetesClient client, String namespace) {
        client.resource(FILTER.formatted(namespace)).delete();
    }

    /** Takes the header from an answer; Envoy writes a dash for a route without a name, and none where there is no route. */
    static Optional<String> of(Map<String, List<String>> headers) {
        headers.remove(SCENARIO);
        List<String> lines = headers.remove(NAME);
        return Optional.of(lines == null || lines.get(0).equals("-") ? "" : lines.get(0));
    }
}

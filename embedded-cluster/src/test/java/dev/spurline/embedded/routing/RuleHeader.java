// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header by which callers' proxies of a real Istio tell which of their routes has decided: an EnvoyFilter adds it to
 * answers. Source: www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage, ROUTE_NAME.
 */
final class RuleHeader {

    private static final String NAME = "x-routing-case-rule";

    private static final String FILTER = """
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: routing-case-rule, namespace: istio-system}
            spec:
              configPatches:
              - applyTo: ROUTE_CONFIGURATION
                match: {context: SIDECAR_OUTBOUND}
                patch:
                  operation: MERGE
                  value:
                    response_headers_to_add:
                    - header: {key: %s, value: "%%ROUTE_NAME%%"}
            """.formatted(NAME);

    private RuleHeader() {}

    static void install(KubernetesClient client) {
        remove(client);
        client.resource(FILTER).create();
    }

    static void remove(KubernetesClient client) {
        client.resource(FILTER).delete();
    }

    /** Takes the header from an answer; Envoy writes a dash for a route without a name, and none where there is no route. */
    static Optional<String> of(Map<String, List<String>> headers) {
        List<String> lines = headers.remove(NAME);
        return Optional.of(lines == null || lines.get(0).equals("-") ? "" : lines.get(0));
    }
}

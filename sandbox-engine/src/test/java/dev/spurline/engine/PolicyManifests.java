// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.survey.CustomKind;
import java.util.Map;
import java.util.Optional;

/** What selects the pods of {@code back} by a label that a fork must change. */
final class PolicyManifests {

    private static final String BY_SELECTOR = "selector: {matchLabels: {app: back}}";

    private static final Map<CustomKind, String> SPECS = Map.ofEntries(
            Map.entry(CustomKind.AUTHORIZATION_POLICY, BY_SELECTOR),
            Map.entry(CustomKind.PEER_AUTHENTICATION, BY_SELECTOR),
            Map.entry(CustomKind.REQUEST_AUTHENTICATION, BY_SELECTOR),
            Map.entry(CustomKind.TELEMETRY, BY_SELECTOR),
            Map.entry(CustomKind.WASM_PLUGIN, BY_SELECTOR),
            Map.entry(CustomKind.DESTINATION_RULE, "host: other, workloadSelector: {matchLabels: {app: back}}"),
            Map.entry(CustomKind.SIDECAR, "workloadSelector: {labels: {app: back}}"),
            Map.entry(CustomKind.ENVOY_FILTER, "workloadSelector: {labels: {app: back}}"),
            Map.entry(CustomKind.LINKERD_SERVER, "podSelector: {matchLabels: {app: back}}, port: http"),
            Map.entry(CustomKind.CILIUM_NETWORK_POLICY, "endpointSelector: {matchLabels: {app: back}}"),
            Map.entry(CustomKind.TRAFFIC_EXTENSION, BY_SELECTOR),
            Map.entry(CustomKind.PROXY_CONFIG, BY_SELECTOR),
            Map.entry(CustomKind.FQDN_NETWORK_POLICY, "podSelector: {matchLabels: {app: back}}"),
            Map.entry(
                    CustomKind.ANTREA_NETWORK_POLICY,
                    "priority: 5, appliedTo: [{podSelector: {matchLabels: {app: back}}}]"));

    /** What no table of kinds says: how Kubernetes' own policy selects, and what a policy of Linkerd's names. */
    static final String OTHERS = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: back}
            spec: {podSelector: {matchLabels: {app: back}}}
            ---
            apiVersion: policy.linkerd.io/v1alpha1
            kind: AuthorizationPolicy
            metadata: {name: back-rule}
            spec: {targetRef: {group: policy.linkerd.io, kind: Server, name: back}}
            ---
            apiVersion: policy.linkerd.io/v1alpha1
            kind: HTTPLocalRateLimitPolicy
            metadata: {name: back-limit}
            spec: {targetRef: {group: policy.linkerd.io, kind: Server, name: back}}
            ---
            apiVersion: policy.linkerd.io/v1beta1
            kind: ServerAuthorization
            metadata: {name: back-clients}
            spec: {server: {name: back}, client: {unauthenticated: true}}
            """;

    private PolicyManifests() {}

    static Optional<String> selectingBack(CustomKind kind) {
        return Optional.ofNullable(SPECS.get(kind))
                .map(spec -> """
                apiVersion: %s/%s
                kind: %s
                metadata: {name: back}
                spec: {%s}
                """.formatted(kind.group(), kind.versions().get(0), kind.kind(), spec));
    }
}

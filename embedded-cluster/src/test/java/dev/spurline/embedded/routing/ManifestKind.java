// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.util.Arrays;
import java.util.List;

/** The kinds of objects that a scenario may have. */
enum ManifestKind {
    SERVICE("", "Service", "v1"),
    NAMESPACE("", "Namespace", "v1"),
    ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice", "v1"),
    VIRTUAL_SERVICE("networking.istio.io", "VirtualService", "v1 v1beta1 v1alpha3"),
    DESTINATION_RULE("networking.istio.io", "DestinationRule", "v1 v1beta1 v1alpha3"),
    SIDECAR("networking.istio.io", "Sidecar", "v1 v1beta1 v1alpha3"),
    ISTIO_GATEWAY("networking.istio.io", "Gateway", "v1 v1beta1 v1alpha3"),
    SERVICE_ENTRY("networking.istio.io", "ServiceEntry", "v1 v1beta1 v1alpha3"),
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute", "v1 v1beta1"),
    GRPC_ROUTE("gateway.networking.k8s.io", "GRPCRoute", "v1"),
    GATEWAY("gateway.networking.k8s.io", "Gateway", "v1 v1beta1"),
    REFERENCE_GRANT("gateway.networking.k8s.io", "ReferenceGrant", "v1beta1"),
    POLICY_ROUTE("policy.linkerd.io", "HTTPRoute", "v1beta3 v1beta2 v1beta1 v1alpha1"),
    SERVER("policy.linkerd.io", "Server", "v1beta3 v1beta2 v1beta1"),
    AUTHORIZATION_POLICY("policy.linkerd.io", "AuthorizationPolicy", "v1alpha1"),
    SERVER_AUTHORIZATION("policy.linkerd.io", "ServerAuthorization", "v1beta1 v1alpha1"),
    MESH_TLS_AUTHENTICATION("policy.linkerd.io", "MeshTLSAuthentication", "v1alpha1"),
    NETWORK_AUTHENTICATION("policy.linkerd.io", "NetworkAuthentication", "v1alpha1"),
    SERVICE_PROFILE("linkerd.io", "ServiceProfile", "v1alpha2");

    private final String group;
    private final String kind;
    private final String versions;

    ManifestKind(String group, String kind, String versions) {
        this.group = group;
        this.kind = kind;
        this.versions = versions;
    }

    boolean namespaced() {
        return this != NAMESPACE;
    }

    /** Returns the kind of a manifest, or refuses it. */
    static ManifestKind of(String apiVersion, String kind, CaseNode manifest) {
        List<ManifestKind> named =
                Arrays.stream(values()).filter(known -> known.kind.equals(kind)).toList();
        if (named.isEmpty()) {
            List<String> kinds =
                    Arrays.stream(values()).map(known -> known.kind).distinct().toList();
            throw manifest.get("kind")
                    .error("[%s] is no kind that a scenario can have%s: these are %s"
                            .formatted(kind, NearestName.hint(kind, kinds), String.join(", ", kinds)));
        }
        return named.stream()
                .filter(known -> known.apiVersions().contains(apiVersion))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> versions = named.stream()
                            .flatMap(known -> known.apiVersions().stream())
                            .toList();
                    return manifest.get("apiVersion")
                            .error("[%s] is no version of %s%s: its versions are %s"
                                    .formatted(
                                            apiVersion,
                                            kind,
                                            NearestName.hint(apiVersion, versions),
                                            String.join(", ", versions)));
                });
    }

    private List<String> apiVersions() {
        return Arrays.stream(versions.split(" "))
                .map(version -> group.isEmpty() ? version : group + "/" + version)
                .toList();
    }
}

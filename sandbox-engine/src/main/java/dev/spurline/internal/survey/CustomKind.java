// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/**
 * The custom resources that a plan depends on. Versions are named best first; which of them is served is in
 * {@link Survey#served(CustomKind)}.
 */
public enum CustomKind {
    HTTP_ROUTE("gateway.networking.k8s.io", "httproutes", "HTTPRoute", Reach.ALL_NAMESPACES, "v1", "v1beta1"),
    GRPC_ROUTE("gateway.networking.k8s.io", "grpcroutes", "GRPCRoute", Reach.ALL_NAMESPACES, "v1", "v1alpha2"),
    LINKERD_HTTP_ROUTE("policy.linkerd.io", "httproutes", "HTTPRoute", Reach.ALL_NAMESPACES, "v1beta3", "v1beta2"),
    VIRTUAL_SERVICE(
            "networking.istio.io",
            "virtualservices",
            "VirtualService",
            Reach.ALL_NAMESPACES,
            "v1",
            "v1beta1",
            "v1alpha3"),
    DESTINATION_RULE(
            "networking.istio.io",
            "destinationrules",
            "DestinationRule",
            Reach.ALL_NAMESPACES,
            "v1",
            "v1beta1",
            "v1alpha3"),
    SERVICE_PROFILE("linkerd.io", "serviceprofiles", "ServiceProfile", Reach.ALL_NAMESPACES, "v1alpha2"),
    SERVICE_ENTRY(
            "networking.istio.io", "serviceentries", "ServiceEntry", Reach.NAMESPACE, "v1", "v1beta1", "v1alpha3"),
    ISTIO_GATEWAY("networking.istio.io", "gateways", "Gateway", Reach.NAMESPACE, "v1", "v1beta1", "v1alpha3"),
    SIDECAR("networking.istio.io", "sidecars", "Sidecar", Reach.NAMESPACE, "v1", "v1beta1", "v1alpha3"),
    ENVOY_FILTER("networking.istio.io", "envoyfilters", "EnvoyFilter", Reach.NAMESPACE, "v1alpha3"),
    AUTHORIZATION_POLICY(
            "security.istio.io", "authorizationpolicies", "AuthorizationPolicy", Reach.NAMESPACE, "v1", "v1beta1"),
    PEER_AUTHENTICATION(
            "security.istio.io", "peerauthentications", "PeerAuthentication", Reach.NAMESPACE, "v1", "v1beta1"),
    REQUEST_AUTHENTICATION(
            "security.istio.io", "requestauthentications", "RequestAuthentication", Reach.NAMESPACE, "v1", "v1beta1"),
    TELEMETRY("telemetry.istio.io", "telemetries", "Telemetry", Reach.NAMESPACE, "v1", "v1alpha1"),
    WASM_PLUGIN("extensions.istio.io", "wasmplugins", "WasmPlugin", Reach.NAMESPACE, "v1alpha1"),
    LINKERD_SERVER("policy.linkerd.io", "servers", "Server", Reach.NAMESPACE, "v1beta3", "v1beta2", "v1beta1"),
    LINKERD_AUTHORIZATION(
            "policy.linkerd.io", "authorizationpolicies", "AuthorizationPolicy", Reach.NAMESPACE, "v1alpha1"),
    CILIUM_NETWORK_POLICY("cilium.io", "ciliumnetworkpolicies", "CiliumNetworkPolicy", Reach.NAMESPACE, "v2"),
    ROLLOUT("argoproj.io", "rollouts", "Rollout", Reach.NAMESPACE, "v1alpha1"),
    CANARY("flagger.app", "canaries", "Canary", Reach.NAMESPACE, "v1beta1");

    /** Where objects of a kind can concern a fork. */
    public enum Reach {
        /** Only in the fork's own namespace. */
        NAMESPACE,
        /** In any namespace: all are to be read if that is permitted, else the fork's own. */
        ALL_NAMESPACES
    }

    private final String group;
    private final String plural;
    private final String kind;
    private final Reach reach;
    private final String versions;

    CustomKind(String group, String plural, String kind, Reach reach, String... versions) {
        this.group = group;
        this.plural = plural;
        this.kind = kind;
        this.reach = reach;
        this.versions = String.join(" ", versions);
    }

    public String group() {
        return group;
    }

    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    public Reach reach() {
        return reach;
    }

    /** Returns the versions that the planner understands, best first. */
    public List<String> versions() {
        return List.of(versions.split(" "));
    }

    /** Returns what fabric8's generic client needs. */
    public ResourceDefinitionContext context(String version) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** Returns whether the object is of this kind, in whatever version. */
    public boolean holds(HasMetadata object) {
        return kind.equals(object.getKind()) && object.getApiVersion().startsWith(group + "/");
    }
}

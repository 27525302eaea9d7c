// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The custom resources that a plan depends on, and what they are to it. Versions are named best first; which of them is
 * served is in {@link Survey#served(CustomKind)}.
 */
public enum CustomKind {
    HTTP_ROUTE(
            "gateway.networking.k8s.io",
            "httproutes",
            "HTTPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1",
            "v1beta1"),
    GRPC_ROUTE(
            "gateway.networking.k8s.io",
            "grpcroutes",
            "GRPCRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1",
            "v1alpha2"),
    LINKERD_HTTP_ROUTE(
            "policy.linkerd.io",
            "httproutes",
            "HTTPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1beta3",
            "v1beta2"),
    VIRTUAL_SERVICE(
            "networking.istio.io",
            "virtualservices",
            "VirtualService",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE, Role.SHARED_ROUTE),
            "",
            "v1",
            "v1beta1",
            "v1alpha3"),
    SERVICE_PROFILE(
            "linkerd.io",
            "serviceprofiles",
            "ServiceProfile",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1alpha2"),
    TLS_ROUTE(
            "gateway.networking.k8s.io",
            "tlsroutes",
            "TLSRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1",
            "v1alpha3",
            "v1alpha2"),
    TCP_ROUTE(
            "gateway.networking.k8s.io",
            "tcproutes",
            "TCPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1",
            "v1alpha2"),
    SERVICE_ENTRY(
            "networking.istio.io",
            "serviceentries",
            "ServiceEntry",
            Reach.NAMESPACE,
            Set.of(Role.SELECTOR),
            "/spec/workloadSelector/labels",
            "v1",
            "v1beta1",
            "v1alpha3"),
    ISTIO_GATEWAY(
            "networking.istio.io",
            "gateways",
            "Gateway",
            Reach.ALL_NAMESPACES,
            Set.of(Role.SELECTOR),
            "/spec/selector",
            "v1",
            "v1beta1",
            "v1alpha3"),
    AUTHORIZATION_POLICY(
            "security.istio.io",
            "authorizationpolicies",
            "AuthorizationPolicy",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "/spec/selector",
            "v1",
            "v1beta1"),
    PEER_AUTHENTICATION(
            "security.istio.io",
            "peerauthentications",
            "PeerAuthentication",
            Reach.NAMESPACE,
            Set.of(Role.POLICY),
            "/spec/selector",
            "v1",
            "v1beta1"),
    REQUEST_AUTHENTICATION(
            "security.istio.io",
            "requestauthentications",
            "RequestAuthentication",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "/spec/selector",
            "v1",
            "v1beta1"),
    TELEMETRY(
            "telemetry.istio.io",
            "telemetries",
            "Telemetry",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.SERVICE_POLICY, Role.DISPENSABLE),
            "/spec/selector",
            "v1",
            "v1alpha1"),
    WASM_PLUGIN(
            "extensions.istio.io",
            "wasmplugins",
            "WasmPlugin",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "/spec/selector",
            "v1alpha1"),
    DESTINATION_RULE(
            "networking.istio.io",
            "destinationrules",
            "DestinationRule",
            Reach.ALL_NAMESPACES,
            Set.of(Role.POLICY, Role.DISPENSABLE),
            "/spec/workloadSelector",
            "v1",
            "v1beta1",
            "v1alpha3"),
    SIDECAR(
            "networking.istio.io",
            "sidecars",
            "Sidecar",
            Reach.ALL_NAMESPACES,
            Set.of(Role.POLICY),
            "/spec/workloadSelector",
            "v1",
            "v1beta1",
            "v1alpha3"),
    ENVOY_FILTER(
            "networking.istio.io",
            "envoyfilters",
            "EnvoyFilter",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "/spec/workloadSelector",
            "v1alpha3"),
    LINKERD_SERVER(
            "policy.linkerd.io",
            "servers",
            "Server",
            Reach.NAMESPACE,
            Set.of(Role.POLICY),
            "/spec/podSelector",
            "v1beta3",
            "v1beta2",
            "v1beta1"),
    LINKERD_AUTHORIZATION(
            "policy.linkerd.io",
            "authorizationpolicies",
            "AuthorizationPolicy",
            Reach.NAMESPACE,
            Set.of(Role.POLICY),
            "",
            "v1alpha1"),
    LINKERD_SERVER_AUTHORIZATION(
            "policy.linkerd.io",
            "serverauthorizations",
            "ServerAuthorization",
            Reach.NAMESPACE,
            Set.of(Role.POLICY),
            "",
            "v1beta1",
            "v1alpha1"),
    LINKERD_RATE_LIMIT(
            "policy.linkerd.io",
            "httplocalratelimitpolicies",
            "HTTPLocalRateLimitPolicy",
            Reach.NAMESPACE,
            Set.of(Role.POLICY, Role.DISPENSABLE),
            "",
            "v1alpha1"),
    CILIUM_NETWORK_POLICY(
            "cilium.io",
            "ciliumnetworkpolicies",
            "CiliumNetworkPolicy",
            Reach.NAMESPACE,
            Set.of(Role.POLICY),
            "/spec/endpointSelector",
            "v2"),
    ROLLOUT(
            "argoproj.io",
            "rollouts",
            "Rollout",
            Reach.NAMESPACE,
            Set.of(Role.WORKLOAD, Role.SELECTOR),
            "/spec/selector",
            "v1alpha1"),
    SECURITY_GROUP_POLICY(
            "vpcresources.k8s.aws",
            "securitygrouppolicies",
            "SecurityGroupPolicy",
            Reach.NAMESPACE,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/podSelector",
            "v1beta1"),
    CALICO_NETWORK_POLICY(
            "projectcalico.org",
            "networkpolicies",
            "NetworkPolicy",
            Reach.NAMESPACE,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/selector",
            "v3"),
    CALICO_STORED_POLICY(
            "crd.projectcalico.org",
            "networkpolicies",
            "NetworkPolicy",
            Reach.NAMESPACE,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/selector",
            "v1"),
    CALICO_GLOBAL_POLICY(
            "projectcalico.org",
            "globalnetworkpolicies",
            "GlobalNetworkPolicy",
            Reach.CLUSTER,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/selector",
            "v3"),
    CALICO_STORED_GLOBAL_POLICY(
            "crd.projectcalico.org",
            "globalnetworkpolicies",
            "GlobalNetworkPolicy",
            Reach.CLUSTER,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/selector",
            "v1"),
    CILIUM_CLUSTERWIDE_POLICY(
            "cilium.io",
            "ciliumclusterwidenetworkpolicies",
            "CiliumClusterwideNetworkPolicy",
            Reach.CLUSTER,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/endpointSelector",
            "v2"),
    ADMIN_NETWORK_POLICY(
            "policy.networking.k8s.io",
            "adminnetworkpolicies",
            "AdminNetworkPolicy",
            Reach.CLUSTER,
            Set.of(Role.UNCOPIED_POLICY),
            "/spec/subject/pods/podSelector",
            "v1alpha1"),
    CANARY("flagger.app", "canaries", "Canary", Reach.NAMESPACE, Set.of(), "", "v1beta1");

    /** Where objects of a kind can concern a fork. */
    public enum Reach {
        /** Only in the fork's own namespace. */
        NAMESPACE,
        /** In any namespace: all are to be read if that is permitted, else the fork's own. */
        ALL_NAMESPACES,
        /** In any namespace, and they are in none: read if that is permitted. */
        CLUSTER
    }

    /** What objects of a kind are to a sandbox. */
    public enum Role {
        /** A sandbox's route may be one: they are made, changed and removed. */
        ROUTE,
        /** Others may route a Service with one: they are followed as long as a sandbox lives. */
        FOREIGN_ROUTE,
        /** Sandboxes on one Service may share one: each has entries in it, which it takes out when it goes. */
        SHARED_ROUTE,
        /** Others may decide with one about a workload's pods: a fork gets copies, which are removed with it. */
        POLICY,
        /** A policy that may name a Service instead of selecting pods; the Service's waypoint goes by it. */
        SERVICE_POLICY,
        /** A policy that decides about no request: a fork without it is only seen or balanced differently. */
        DISPENSABLE,
        /** Others may decide with one about a workload's pods, and a fork gets no copies: the plan tells of it. */
        UNCOPIED_POLICY,
        /** A workload that may be forked. */
        WORKLOAD,
        /** Others may reach or own pods with one, by their labels: it must not select a fork. */
        SELECTOR
    }

    private final String group;
    private final String plural;
    private final String kind;
    private final Reach reach;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed.
    private final Set<Role> roles;

    private final String podSelector;
    private final String versions;

    CustomKind(
            String group,
            String plural,
            String kind,
            Reach reach,
            Set<Role> roles,
            String podSelector,
            String... versions) {
        this.group = group;
        this.plural = plural;
        this.kind = kind;
        this.reach = reach;
        this.roles = roles;
        this.podSelector = podSelector;
        this.versions = String.join(" ", versions);
    }

    /** Returns the kinds that have a role, in the order in which they are declared. */
    public static List<CustomKind> of(Role role) {
        return Arrays.stream(values()).filter(kind -> kind.is(role)).toList();
    }

    /** Returns the kind of an object; empty if it is none of these. */
    public static Optional<CustomKind> of(HasMetadata object) {
        return Arrays.stream(values()).filter(kind -> kind.holds(object)).findFirst();
    }

    /** Returns whether the kind has a role. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /**
     * Returns whether objects of this kind say something of pods and are neither routes nor workloads. Those change seldom, so
     * that a survey takes them from a watch; routes and workloads it lists each time.
     */
    public boolean policyOrSelector() {
        return (is(Role.POLICY) || is(Role.UNCOPIED_POLICY) || is(Role.SELECTOR))
                && !is(Role.WORKLOAD)
                && !is(Role.ROUTE)
                && !is(Role.FOREIGN_ROUTE);
    }

    /** Returns the JSON pointer to the field that selects pods by their labels; empty if there is none. */
    public String podSelector() {
        return podSelector;
    }

    /** Returns the name by which kubectl and RBAC know the kind whatever else is called so, such as {@code routes.example.com}. */
    public String resource() {
        return plural + "." + group;
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
                .withNamespaced(reach != Reach.CLUSTER)
                .build();
    }

    /** Returns whether the object is of this kind, in whatever version. */
    public boolean holds(HasMetadata object) {
        return kind.equals(object.getKind()) && object.getApiVersion().startsWith(group + "/");
    }
}

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
            "httproutes.gateway.networking.k8s.io",
            "HTTPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1 v1beta1"),
    GRPC_ROUTE(
            "grpcroutes.gateway.networking.k8s.io",
            "GRPCRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1 v1alpha2"),
    LINKERD_HTTP_ROUTE(
            "httproutes.policy.linkerd.io",
            "HTTPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE),
            "",
            "v1beta3 v1beta2"),
    VIRTUAL_SERVICE(
            "virtualservices.networking.istio.io",
            "VirtualService",
            Reach.ALL_NAMESPACES,
            Set.of(Role.ROUTE, Role.FOREIGN_ROUTE, Role.SHARED_ROUTE),
            "",
            "v1 v1beta1 v1alpha3"),
    SERVICE_PROFILE(
            "serviceprofiles.linkerd.io",
            "ServiceProfile",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1alpha2"),
    TLS_ROUTE(
            "tlsroutes.gateway.networking.k8s.io",
            "TLSRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1 v1alpha3 v1alpha2"),
    TCP_ROUTE(
            "tcproutes.gateway.networking.k8s.io",
            "TCPRoute",
            Reach.ALL_NAMESPACES,
            Set.of(Role.FOREIGN_ROUTE),
            "",
            "v1 v1alpha2"),
    SERVICE_ENTRY(
            Set.of(Role.SELECTOR),
            "serviceentries.networking.istio.io",
            "ServiceEntry",
            "/spec/workloadSelector/labels",
            "v1 v1beta1 v1alpha3"),
    ISTIO_GATEWAY(
            "gateways.networking.istio.io",
            "Gateway",
            Reach.ALL_NAMESPACES,
            Set.of(Role.SELECTOR),
            "/spec/selector",
            "v1 v1beta1 v1alpha3"),
    AUTHORIZATION_POLICY(
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "authorizationpolicies.security.istio.io",
            "AuthorizationPolicy",
            "/spec/selector",
            "v1 v1beta1"),
    PEER_AUTHENTICATION(
            Set.of(Role.POLICY),
            "peerauthentications.security.istio.io",
            "PeerAuthentication",
            "/spec/selector",
            "v1 v1beta1"),
    REQUEST_AUTHENTICATION(
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "requestauthentications.security.istio.io",
            "RequestAuthentication",
            "/spec/selector",
            "v1 v1beta1"),
    TELEMETRY(
            Set.of(Role.POLICY, Role.SERVICE_POLICY, Role.DISPENSABLE),
            "telemetries.telemetry.istio.io",
            "Telemetry",
            "/spec/selector",
            "v1 v1alpha1"),
    WASM_PLUGIN(
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "wasmplugins.extensions.istio.io",
            "WasmPlugin",
            "/spec/selector",
            "v1alpha1"),
    TRAFFIC_EXTENSION(
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "trafficextensions.extensions.istio.io",
            "TrafficExtension",
            "/spec/selector",
            "v1alpha1"),
    PROXY_CONFIG(
            Set.of(Role.POLICY, Role.DISPENSABLE),
            "proxyconfigs.networking.istio.io",
            "ProxyConfig",
            "/spec/selector",
            "v1beta1"),
    DESTINATION_RULE(
            "destinationrules.networking.istio.io",
            "DestinationRule",
            Reach.ALL_NAMESPACES,
            Set.of(Role.POLICY, Role.DISPENSABLE),
            "/spec/workloadSelector",
            "v1 v1beta1 v1alpha3"),
    SIDECAR(
            "sidecars.networking.istio.io",
            "Sidecar",
            Reach.ALL_NAMESPACES,
            Set.of(Role.POLICY),
            "/spec/workloadSelector",
            "v1 v1beta1 v1alpha3"),
    ENVOY_FILTER(
            Set.of(Role.POLICY, Role.SERVICE_POLICY),
            "envoyfilters.networking.istio.io",
            "EnvoyFilter",
            "/spec/workloadSelector",
            "v1alpha3"),
    LINKERD_SERVER(
            Set.of(Role.POLICY), "servers.policy.linkerd.io", "Server", "/spec/podSelector", "v1beta3 v1beta2 v1beta1"),
    LINKERD_AUTHORIZATION(
            Set.of(Role.POLICY), "authorizationpolicies.policy.linkerd.io", "AuthorizationPolicy", "", "v1alpha1"),
    LINKERD_SERVER_AUTHORIZATION(
            Set.of(Role.POLICY),
            "serverauthorizations.policy.linkerd.io",
            "ServerAuthorization",
            "",
            "v1beta1 v1alpha1"),
    LINKERD_RATE_LIMIT(
            Set.of(Role.POLICY, Role.DISPENSABLE),
            "httplocalratelimitpolicies.policy.linkerd.io",
            "HTTPLocalRateLimitPolicy",
            "",
            "v1alpha1"),
    CILIUM_NETWORK_POLICY(
            Set.of(Role.POLICY),
            "ciliumnetworkpolicies.cilium.io",
            "CiliumNetworkPolicy",
            "/spec/endpointSelector",
            "v2"),
    /** Its second form, in v1alpha3, is made into NetworkPolicies by a controller of its own. */
    FQDN_NETWORK_POLICY(
            Set.of(Role.POLICY),
            "fqdnnetworkpolicies.networking.gke.io",
            "FQDNNetworkPolicy",
            "/spec/podSelector",
            "v1alpha1"),
    /** It selects pods in lists: {@code AntreaSubjects} reads them. */
    ANTREA_NETWORK_POLICY(
            Set.of(Role.POLICY), "networkpolicies.crd.antrea.io", "NetworkPolicy", "", "v1beta1 v1alpha1"),
    ROLLOUT(Set.of(Role.WORKLOAD, Role.SELECTOR), "rollouts.argoproj.io", "Rollout", "/spec/selector", "v1alpha1"),
    SECURITY_GROUP_POLICY(
            Reach.NAMESPACE,
            "securitygrouppolicies.vpcresources.k8s.aws",
            "SecurityGroupPolicy",
            "/spec/podSelector",
            "v1beta1"),
    CALICO_NETWORK_POLICY(
            Reach.NAMESPACE, "networkpolicies.projectcalico.org", "NetworkPolicy", "/spec/selector", "v3"),
    CALICO_STORED_POLICY(
            Reach.NAMESPACE, "networkpolicies.crd.projectcalico.org", "NetworkPolicy", "/spec/selector", "v1"),
    CALICO_GLOBAL_POLICY(
            Reach.CLUSTER, "globalnetworkpolicies.projectcalico.org", "GlobalNetworkPolicy", "/spec/selector", "v3"),
    CALICO_STORED_GLOBAL_POLICY(
            Reach.CLUSTER,
            "globalnetworkpolicies.crd.projectcalico.org",
            "GlobalNetworkPolicy",
            "/spec/selector",
            "v1"),
    CILIUM_CLUSTERWIDE_POLICY(
            Reach.CLUSTER,
            "ciliumclusterwidenetworkpolicies.cilium.io",
            "CiliumClusterwideNetworkPolicy",
            "/spec/endpointSelector /specs/*/endpointSelector",
            "v2"),
    CILIUM_EGRESS_GATEWAY_POLICY(
            Reach.CLUSTER,
            "ciliumegressgatewaypolicies.cilium.io",
            "CiliumEgressGatewayPolicy",
            "/spec/selectors/*/podSelector",
            "v2"),
    ADMIN_NETWORK_POLICY(
            Reach.CLUSTER,
            "adminnetworkpolicies.policy.networking.k8s.io",
            "AdminNetworkPolicy",
            "/spec/subject/pods/podSelector",
            "v1alpha1"),
    BASELINE_ADMIN_NETWORK_POLICY(
            Reach.CLUSTER,
            "baselineadminnetworkpolicies.policy.networking.k8s.io",
            "BaselineAdminNetworkPolicy",
            "/spec/subject/pods/podSelector",
            "v1alpha1"),
    CLUSTER_NETWORK_POLICY(
            Reach.CLUSTER,
            "clusternetworkpolicies.policy.networking.k8s.io",
            "ClusterNetworkPolicy",
            "/spec/subject/pods/podSelector",
            "v1alpha2"),
    ANTREA_GROUP(Reach.NAMESPACE, "groups.crd.antrea.io", "Group", "/spec/podSelector", "v1beta1 v1alpha3"),
    ANTREA_CLUSTER_GROUP(
            Reach.CLUSTER, "clustergroups.crd.antrea.io", "ClusterGroup", "/spec/podSelector", "v1beta1 v1alpha3"),
    ANTREA_CLUSTER_POLICY(
            Reach.CLUSTER,
            "clusternetworkpolicies.crd.antrea.io",
            "ClusterNetworkPolicy",
            "/spec/appliedTo/*/podSelector /spec/ingress/*/appliedTo/*/podSelector /spec/egress/*/appliedTo/*/podSelector",
            "v1beta1 v1alpha1"),
    ANTREA_EGRESS(Reach.CLUSTER, "egresses.crd.antrea.io", "Egress", "/spec/appliedTo/podSelector", "v1beta1 v1alpha2"),
    OVN_EGRESS_IP(Reach.CLUSTER, "egressips.k8s.ovn.org", "EgressIP", "/spec/podSelector", "v1"),
    CANARY("canaries.flagger.app", "Canary", Reach.NAMESPACE, Set.of(), "", "v1beta1");

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

    private final String plural;
    private final String group;
    private final String kind;
    private final Reach reach;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed.
    private final Set<Role> roles;

    private final String podSelector;
    private final String versions;

    /** A policy that is not copied. */
    CustomKind(Reach reach, String resource, String kind, String podSelectors, String versions) {
        this(resource, kind, reach, Set.of(Role.UNCOPIED_POLICY), podSelectors, versions);
    }

    /** What concerns its own namespace alone. */
    CustomKind(Set<Role> roles, String resource, String kind, String podSelector, String versions) {
        this(resource, kind, Reach.NAMESPACE, roles, podSelector, versions);
    }

    CustomKind(String resource, String kind, Reach reach, Set<Role> roles, String podSelector, String versions) {
        this.plural = resource.substring(0, resource.indexOf('.'));
        this.group = resource.substring(resource.indexOf('.') + 1);
        this.kind = kind;
        this.reach = reach;
        this.roles = roles;
        this.podSelector = podSelector;
        this.versions = versions;
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

    /** Returns pointers to all such fields; in them {@code *} stands for each element of a list. */
    public List<String> podSelectors() {
        return podSelector.isEmpty() ? List.of() : List.of(podSelector.split(" "));
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

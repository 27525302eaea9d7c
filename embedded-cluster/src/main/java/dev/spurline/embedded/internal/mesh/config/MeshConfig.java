// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.Destination;
import dev.spurline.embedded.internal.mesh.routing.GatewayApiListeners;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ParentRef;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.RouteObjects;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServiceDetails;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualService;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceDelegates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One state of everything that the proxies act on. Immutable; tables are computed when first asked for. */
public final class MeshConfig implements ServiceDetails {

    private final Mesh mesh;
    private final long version;
    private final Map<String, MeshService> services;
    private final Map<ServicePort, PortEndpoints> endpoints;
    private final List<MeshRoute> allRoutes;
    private final Map<String, List<MeshRoute>> routes;
    private final IstioObjects istio;
    private final InboundPolicies inbound;
    private final LinkerdProfiles profiles;
    private final List<VirtualService> virtualServices;
    private final HostDestinationRules destinationRules;
    private final Sidecars sidecars;
    private final Map<TableKey, RouteTable> tables = new ConcurrentHashMap<>();
    private final Map<ServicePort, RouteTable> waypointTables = new ConcurrentHashMap<>();
    private final Map<TableKey, RouteTable> gatewayTables = new ConcurrentHashMap<>();

    private record TableKey(ServicePort service, RouteCaller caller) {}

    private MeshConfig(
            Mesh mesh,
            long version,
            MeshObjects objects,
            List<VirtualService> virtualServices,
            LinkerdProfiles profiles) {
        this.mesh = mesh;
        this.version = version;
        Map<String, MeshService> byKey = new HashMap<>();
        objects.services().forEach(service -> byKey.put(service.key(), service));
        services = Map.copyOf(byKey);
        endpoints = objects.endpoints();
        allRoutes = objects.routes();
        routes = byService(allRoutes);
        istio = objects.istio();
        inbound = objects.inbound();
        this.profiles = profiles;
        this.virtualServices = virtualServices;
        destinationRules = new HostDestinationRules(istio.destinationRules(), istio.defaults());
        sidecars = new Sidecars(istio.sidecars(), istio.defaults());
    }

    /** Returns the state before anything is known. */
    public static MeshConfig empty(Mesh mesh) {
        return empty(mesh, System::nanoTime);
    }

    static MeshConfig empty(Mesh mesh, LongSupplier nanos) {
        return new MeshConfig(mesh, 0, MeshObjects.NONE, List.of(), LinkerdProfiles.none(nanos));
    }

    /** Returns the state that follows this one; tables whose routes have not changed are kept. */
    public MeshConfig next(MeshObjects objects) {
        MeshConfig next = new MeshConfig(
                mesh, version + 1, objects, virtualServices(objects.istio()), profiles.next(objects.profiles()));
        if (next.routesAlike(this)) {
            keepTables(next);
        }
        return next;
    }

    private List<VirtualService> virtualServices(IstioObjects objects) {
        return objects.virtualServices().equals(istio.virtualServices())
                        && objects.defaults().equals(istio.defaults())
                ? virtualServices
                : VirtualServiceDelegates.merge(
                        objects.virtualServices(), objects.defaults().virtualServicesTo());
    }

    /** A destination without a port depends on which ports its Service has, and a Sidecar hides routes. */
    private boolean routesAlike(MeshConfig other) {
        return virtualServices.equals(other.virtualServices)
                && istio.sidecars().equals(other.istio.sidecars())
                && (virtualServices.isEmpty() || hasPortsOf(other));
    }

    private boolean hasPortsOf(MeshConfig other) {
        return portNumbers().equals(other.portNumbers());
    }

    private Map<String, List<Integer>> portNumbers() {
        return services.values().stream().collect(Collectors.toMap(MeshService::key, MeshService::portNumbers));
    }

    private void keepTables(MeshConfig next) {
        tables.forEach((key, table) -> {
            if (next.routesOn(key.service()).equals(routesOn(key.service()))
                    && next.isHttp1(key.service()) == isHttp1(key.service())
                    && next.annotations(key.service()).equals(annotations(key.service()))) {
                next.tables.put(key, table);
            }
        });
    }

    private static Map<String, List<MeshRoute>> byService(Collection<MeshRoute> routes) {
        Map<String, List<MeshRoute>> byService = new HashMap<>();
        for (MeshRoute route : routes) {
            for (String service : new HashSet<>(servicesOf(route))) {
                byService.computeIfAbsent(service, key -> new ArrayList<>()).add(route);
            }
        }
        return byService;
    }

    private static List<String> servicesOf(MeshRoute route) {
        return route.parents().stream()
                .filter(ParentRef::isService)
                .map(parent -> parent.namespace() + "/" + parent.name())
                .toList();
    }

    @Override
    public List<Integer> ports(String host) {
        return new Destination(host, "", 0)
                .service()
                .flatMap(named -> service(named.namespace(), named.name()))
                .map(MeshService::portNumbers)
                .orElse(List.of());
    }

    @Override
    public boolean detects(ServicePort port) {
        return service(port.namespace(), port.name())
                .flatMap(service -> service.port(port.port()))
                .filter(found -> found.protocol() != MeshService.Protocol.DETECTED)
                .isEmpty();
    }

    @Override
    public boolean isHttp1(ServicePort port) {
        return service(port.namespace(), port.name())
                .flatMap(service -> service.port(port.port()))
                .filter(found -> found.protocol() == MeshService.Protocol.HTTP)
                .isPresent();
    }

    @Override
    public Map<String, String> annotations(ServicePort port) {
        return service(port.namespace(), port.name())
                .map(MeshService::annotations)
                .orElse(Map.of());
    }

    private List<MeshRoute> routesOn(ServicePort service) {
        return routes.getOrDefault(service.service(), List.of());
    }

    /** Returns whose rules apply. */
    public Mesh mesh() {
        return mesh;
    }

    /** Says whether the control plane looks at a namespace. */
    public boolean discovers(String namespace) {
        return !istio.undiscovered().contains(namespace);
    }

    /** Returns what Linkerd's proxies let in. */
    public InboundPolicies inbound() {
        return inbound;
    }

    /** Returns a number that rises with every state. */
    public long version() {
        return version;
    }

    /** Returns all Services. */
    public Collection<MeshService> services() {
        return services.values();
    }

    /** Returns the Service of a namespace and name. */
    public Optional<MeshService> service(String namespace, String name) {
        return Optional.ofNullable(services.get(namespace + "/" + name));
    }

    /** Returns the endpoints of a port among which requests are shared out. */
    public List<PodEndpoint> endpoints(ServicePort port) {
        return endpoints.getOrDefault(port, PortEndpoints.NONE).balanced();
    }

    /** Returns the endpoints of a port that the proxies were told of. */
    public List<PortEndpoints.PublishedEndpoint> told(ServicePort port) {
        return endpoints.getOrDefault(port, PortEndpoints.NONE).told();
    }

    /**
     * Returns a port of a Service, or of one of its subsets, as a caller's proxy has it; empty if there is none.
     *
     * @param subset the name of a subset of a DestinationRule, or the empty string
     * @param labels those of the caller's pod
     */
    public Optional<ServiceCluster> cluster(
            ServicePort port, String subset, String callerNamespace, Map<String, String> labels) {
        if (!endpoints.containsKey(port)) {
            return Optional.empty();
        }
        Optional<DestinationRule> rule = rule(port, callerNamespace, labels);
        if (subset.isEmpty()) {
            return Optional.of(new ServiceCluster(endpoints(port), policy(rule, subset, port)));
        }
        return rule.flatMap(found -> found.subset(subset))
                .map(part -> new ServiceCluster(
                        endpoints(port).stream()
                                .filter(endpoint -> part.selects(endpoint.labels()))
                                .toList(),
                        policy(rule, subset, port)));
    }

    /** Returns the names of the subsets that a caller's proxy has of a Service. */
    public List<String> subsets(ServicePort port, String callerNamespace, Map<String, String> labels) {
        return rule(port, callerNamespace, labels).stream()
                .flatMap(rule -> rule.subsets().stream())
                .map(DestinationRule.Subset::name)
                .toList();
    }

    private Optional<DestinationRule> rule(ServicePort port, String callerNamespace, Map<String, String> labels) {
        return destinationRules.of(port.host(), port.namespace(), callerNamespace, labels);
    }

    private static JsonNode policy(Optional<DestinationRule> rule, String subset, ServicePort port) {
        return rule.map(found -> found.policyOf(subset, port.port())).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Returns what the proxy of a caller is told of. */
    private EgressScope scope(RouteCaller caller) {
        return sidecars.scope(caller.namespace(), caller.labels());
    }

    /**
     * Says whether a caller's proxy has been told of a port of a Service, or of routes for it: a Sidecar may hide both.
     * Requests to what it does not know are let through to the Service, or refused.
     */
    public boolean isKnown(ServicePort port, RouteCaller caller) {
        if (service(port.namespace(), port.name()).isEmpty()) {
            return false;
        }
        return istio.sidecars().isEmpty()
                || scope(caller).importsService(port.namespace(), port.host(), port.port())
                || !table(port, caller).entries().isEmpty();
    }

    /**
     * Says what a caller's proxy does with requests to what it does not know.
     *
     * <p>Source: outboundTrafficPolicy in istio.io/latest/docs/reference/config/networking/sidecar.
     */
    public boolean refusesUnknown(RouteCaller caller) {
        return mesh == Mesh.ISTIO && scope(caller).registryOnly();
    }

    /** Says whether a caller's proxy knows any HTTP port of a number, and so listens there for HTTP. */
    public boolean listensForHttp(int number, RouteCaller caller) {
        return services.values().stream()
                .flatMap(service -> service.port(number).stream()
                        .filter(port -> port.protocol() != MeshService.Protocol.TCP)
                        .map(port -> new ServicePort(service.namespace(), service.name(), number)))
                .anyMatch(port -> isKnown(port, caller));
    }

    /** Returns the table of an ingress gateway, which follows no route whose parent is a Service. */
    public RouteTable gatewayTable(ServicePort port) {
        return RouteTable.of(mesh, RouteObjects.NONE, port, new RouteCaller("", Map.of(), Set.of()), this);
    }

    /**
     * Returns the table of a port that Gateways open, on pods with some labels.
     *
     * @param port stands for the port, in the namespace of the pods
     */
    public RouteTable gatewayRoutes(ServicePort port, Map<String, String> labels) {
        return gatewayTables.computeIfAbsent(
                new TableKey(port, new RouteCaller(port.namespace(), labels, Set.of())),
                key -> RouteTable.ofGateway(
                        new RouteObjects(allRoutes, virtualServices),
                        istio.gateways().stream()
                                .filter(gateway -> gateway.selects(labels))
                                .toList(),
                        port,
                        key.caller(),
                        this));
    }

    /**
     * Returns the Gateways of a namespace and name: one of Istio, and for each of its listeners one that stands for a
     * Gateway of the Gateway API.
     */
    public List<GatewayObject> gateways(String namespace, String name) {
        return istio.gateways().stream()
                .filter(gateway -> gateway.namespace().equals(namespace))
                .filter(gateway -> gateway.name().equals(name)
                        || gateway.name().startsWith(GatewayApiListeners.generatedName(name)))
                .toList();
    }

    /** Returns the Gateways that select pods with some labels. */
    public List<GatewayObject> gateways(Map<String, String> labels) {
        return istio.gateways().stream()
                .filter(gateway -> !gateway.selector().isEmpty() && gateway.selects(labels))
                .toList();
    }

    /** Returns the names of Services in the cluster's domain. */
    public DomainNames names() {
        return istio.defaults().names();
    }

    @Override
    public String asRequested(String host) {
        return names().exchanged(host);
    }

    /** Says whether the requests of ambient pods to a Service go through a waypoint. */
    public boolean hasWaypoint(ServicePort port) {
        return istio.waypoints().containsKey(port.service());
    }

    /** Returns the waypoint of a Service, as {@code namespace/name}, if it has one. */
    public Optional<String> waypoint(ServicePort port) {
        return Optional.ofNullable(istio.waypoints().get(port.service()));
    }

    /** Returns the table by which the waypoint of a Service routes. */
    public RouteTable waypointTable(ServicePort port) {
        String namespace =
                waypoint(port).map(name -> name.substring(0, name.indexOf('/'))).orElse(port.namespace());
        return waypointTables.computeIfAbsent(
                port,
                key -> RouteTable.ofWaypoint(new RouteObjects(routesOn(port), virtualServices), port, namespace, this));
    }

    /** Returns the table by which a pod's proxy routes to a port. */
    public RouteTable table(ServicePort port, RouteCaller caller) {
        if (mesh == Mesh.LINKERD) {
            if (!profiles.followsRoutes(port, caller)) {
                return RouteTable.ofProfile(port);
            }
            profiles.noteUse(port, caller);
        }
        RouteTable known = tables.get(new TableKey(port, caller));
        return known != null
                ? known
                : tables.computeIfAbsent(
                        new TableKey(port, caller),
                        key -> RouteTable.of(mesh, imported(port, caller), port, caller, this));
    }

    /** Returns the routes that a Sidecar does not hide from a caller's proxy. */
    private RouteObjects imported(ServicePort port, RouteCaller caller) {
        EgressScope scope = scope(caller);
        List<MeshRoute> gatewayApi = routesOn(port).stream()
                .filter(route -> scope.importsRoutes(route.namespace(), List.of(port.host()), true, port.port()))
                .toList();
        List<VirtualService> istioRoutes = virtualServices.stream()
                .filter(routes -> scope.importsRoutes(routes.namespace(), routes.hosts(), false, port.port()))
                .toList();
        return new RouteObjects(gatewayApi, istioRoutes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ParentRef;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One state of everything that the proxies act on. Immutable; tables are computed when first asked for. */
public final class MeshConfig {

    private final Mesh mesh;
    private final long version;
    private final Map<String, MeshService> services;
    private final Map<ServicePort, PortEndpoints> endpoints;
    private final Map<String, List<MeshRoute>> routes;
    private final IstioObjects istio;
    private final DestinationRules destinationRules;
    private final Sidecars sidecars;
    private final Map<TableKey, RouteTable> tables = new ConcurrentHashMap<>();

    private record TableKey(ServicePort service, String callerNamespace) {}

    private MeshConfig(Mesh mesh, long version, MeshObjects objects) {
        this.mesh = mesh;
        this.version = version;
        Map<String, MeshService> byKey = new HashMap<>();
        objects.services().forEach(service -> byKey.put(service.key(), service));
        services = Map.copyOf(byKey);
        endpoints = objects.endpoints();
        routes = byService(objects.routes());
        istio = objects.istio();
        destinationRules = new DestinationRules(istio.destinationRules(), istio.defaults());
        sidecars = new Sidecars(istio.sidecars(), istio.defaults());
    }

    /** Returns the state before anything is known. */
    public static MeshConfig empty(Mesh mesh) {
        return new MeshConfig(mesh, 0, MeshObjects.NONE);
    }

    /** Returns the state that follows this one; tables whose routes have not changed are kept. */
    public MeshConfig next(MeshObjects objects) {
        MeshConfig next = new MeshConfig(mesh, version + 1, objects);
        tables.forEach((key, table) -> {
            if (next.routesOn(key.service()).equals(routesOn(key.service()))
                    && next.annotations(key.service()).equals(annotations(key.service()))) {
                next.tables.put(key, table);
            }
        });
        return next;
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

    private Map<String, String> annotations(ServicePort port) {
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

    /** Returns what the proxy of a pod with some labels is told of. */
    public EgressScope scope(String callerNamespace, Map<String, String> labels) {
        return sidecars.scope(callerNamespace, labels);
    }

    /** Returns the table of an ingress gateway, which follows no route whose parent is a Service. */
    public RouteTable gatewayTable(ServicePort port) {
        return RouteTable.of(mesh, List.of(), port, "", annotations(port));
    }

    /** Returns the table by which the proxies of a namespace's pods route to a port. */
    public RouteTable table(ServicePort port, String callerNamespace) {
        RouteTable known = tables.get(new TableKey(port, callerNamespace));
        return known != null
                ? known
                : tables.computeIfAbsent(
                        new TableKey(port, callerNamespace),
                        key -> RouteTable.of(mesh, routesOn(port), port, callerNamespace, annotations(port)));
    }
}

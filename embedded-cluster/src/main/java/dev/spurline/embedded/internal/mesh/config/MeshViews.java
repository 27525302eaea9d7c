// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.AcceptedParents;
import dev.spurline.embedded.internal.mesh.routing.BackendRef;
import dev.spurline.embedded.internal.mesh.routing.GatewayApiListeners;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API has of everything that a mesh's configuration is computed from. Belongs to one thread. */
final class MeshViews implements AutoCloseable {

    private static final String DESTINATION_RULE = "DestinationRule.networking.istio.io";
    private static final String SIDECAR = "Sidecar.networking.istio.io";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MeshSettings settings;
    private final ObjectView<Service> services;
    private final ObjectView<EndpointSlice> slices;
    private final ObjectView<Pod> pods;
    private final ObjectView<Namespace> namespaces;
    private final LateObjects late;
    private final DefinedKinds defined;
    private final Optional<Installation> installation;
    private final ReadObjects<MeshRoute> routes;
    private final Optional<LinkerdRouteIndex> linkerd;
    private final Optional<InboundPolicyViews> inbound;
    private final ReadObjects<VirtualServiceObject> virtualServices =
            new ReadObjects<>(VirtualServiceObject::read, this::names);
    private final ReadObjects<GatewayObject> gateways = new ReadObjects<>(GatewayObject::read);
    private final ReadObjects<List<GatewayObject>> listeners = new ReadObjects<>(GatewayApiListeners::read);
    private final ReadObjects<Optional<String>> waypoints = new ReadObjects<>(Waypoints::read);
    private final ReadObjects<DestinationRule> destinationRules = new ReadObjects<>(DestinationRule::read, this::names);
    private final ReadObjects<Sidecar> sidecars = new ReadObjects<>(Sidecar::read, this::names);
    private final ReadObjects<Optional<String>> profiles = new ReadObjects<>(LinkerdProfiles::read);
    private Set<String> complete = Set.of();

    MeshViews(KubernetesClient client, MeshSettings settings, Runnable changed) {
        this.settings = settings;
        services = new ObjectView<>(client.services().inAnyNamespace(), changed);
        slices = new ObjectView<>(client.discovery().v1().endpointSlices().inAnyNamespace(), changed);
        pods = new ObjectView<>(client.pods().inAnyNamespace(), changed);
        namespaces = new ObjectView<>(client.namespaces(), changed);
        late = new LateObjects(client, services, slices, pods);
        defined = new DefinedKinds(client, kinds(settings.mesh()), changed);
        routes = new ReadObjects<>(settings.mesh() == Mesh.LINKERD ? AcceptedParents::read : RouteKind::read);
        linkerd = settings.mesh() == Mesh.LINKERD
                ? Optional.of(new LinkerdRouteIndex(settings.nanos()))
                : Optional.empty();
        inbound = linkerd.map(index -> new InboundPolicyViews());
        installation =
                settings.mesh() == Mesh.ISTIO ? Optional.of(new Installation(client, changed)) : Optional.empty();
    }

    private static Set<String> kinds(Mesh mesh) {
        Stream<String> own = mesh == Mesh.ISTIO
                ? Stream.of(
                        VirtualServiceObject.KIND,
                        GatewayObject.KIND,
                        GatewayApiListeners.KIND,
                        DESTINATION_RULE,
                        SIDECAR)
                : mesh == Mesh.LINKERD
                        ? Stream.concat(Stream.of(LinkerdProfiles.KIND), InboundPolicyViews.KINDS.stream())
                        : Stream.empty();
        return Stream.concat(RouteKind.of(mesh).stream().map(RouteKind::qualified), own)
                .collect(Collectors.toSet());
    }

    /** Begins to watch; returns when all objects that there are are known. */
    void start() {
        CompletableFuture.allOf(
                        services.start(),
                        slices.start(),
                        pods.start(),
                        namespaces.start(),
                        defined.start(),
                        installation.map(Installation::start).orElse(CompletableFuture.completedFuture(null)))
                .join();
    }

    /** Returns the route objects as they are in the API. */
    List<GenericKubernetesResource> routeObjects() {
        return RouteKind.of(settings.mesh()).stream()
                .flatMap(kind -> objects(kind.qualified()).stream())
                .toList();
    }

    /**
     * Returns everything in one state, in which no route is ahead of the endpoints that it leads to, and no endpoint is gone
     * whose route was deleted before.
     */
    MeshObjects read() {
        MeshObjects objects = with(readRoutes());
        boolean found = late.read(withoutEndpoint(objects));
        if (hideDeleted(objects) || found) {
            objects = with(readRoutes());
        }
        complete = complete(objects);
        return objects;
    }

    private List<MeshRoute> readRoutes() {
        List<GenericKubernetesResource> objects = routeObjects();
        List<MeshRoute> read = routes.read(objects);
        return linkerd.map(index -> index.take(byIdentity(objects, read))).orElse(read);
    }

    private static Map<String, MeshRoute> byIdentity(List<GenericKubernetesResource> objects, List<MeshRoute> read) {
        Map<String, MeshRoute> routes = new LinkedHashMap<>();
        for (int index = 0; index < objects.size(); index++) {
            routes.put(objects.get(index).getMetadata().getUid(), read.get(index));
        }
        return routes;
    }

    /** From now on Linkerd's proxies learn of a route only a while after it was accepted; until then, at once. */
    void beginDelay() {
        linkerd.ifPresent(LinkerdRouteIndex::beginDelay);
    }

    /** Returns the nanoseconds until something that is known already counts for the proxies; empty if all does. */
    OptionalLong next() {
        return linkerd.map(LinkerdRouteIndex::next).orElse(OptionalLong.empty());
    }

    /** Returns whether routes were deleted that lead to Services that have lost an endpoint. */
    private boolean hideDeleted(MeshObjects objects) {
        Set<String> emptied = new HashSet<>(complete);
        emptied.removeAll(complete(objects));
        return !emptied.isEmpty() && defined.hide(late.deleted(leadingTo(emptied)));
    }

    private List<GenericKubernetesResource> leadingTo(Set<String> keys) {
        Stream<GenericKubernetesResource> gatewayApi = routeObjects().stream()
                .filter(object ->
                        destinations(RouteKind.read(JSON.valueToTree(object))).anyMatch(keys::contains));
        Stream<GenericKubernetesResource> istio = objects(VirtualServiceObject.KIND).stream()
                .filter(object -> destinations(VirtualServiceObject.read(names().inside(JSON.valueToTree(object))))
                        .anyMatch(keys::contains));
        return Stream.concat(gatewayApi, istio).toList();
    }

    private static Stream<String> destinations(MeshRoute route) {
        return route.rules().stream()
                .flatMap(rule -> rule.backends().stream())
                .filter(BackendRef::isService)
                .map(backend -> backend.namespace() + "/" + backend.name());
    }

    private static Stream<String> destinations(VirtualServiceObject virtualService) {
        return virtualService.destinations().stream().map(ServicePort::service);
    }

    /** Returns the Services of which each port has an endpoint. */
    private static Set<String> complete(MeshObjects objects) {
        Map<String, Boolean> complete = objects.endpoints().entrySet().stream()
                .collect(Collectors.toMap(
                        port -> port.getKey().service(),
                        port -> !port.getValue().balanced().isEmpty(),
                        Boolean::logicalAnd));
        complete.values().removeIf(all -> !all);
        return complete.keySet();
    }

    private MeshObjects with(List<MeshRoute> read) {
        List<MeshService> all = services.objects().stream()
                .map(service -> MeshService.of(service, settings.mesh()))
                .toList();
        List<EndpointSlice> endpoints = slices.objects();
        late.retain(endpoints);
        return new MeshObjects(
                all,
                new EndpointReader(late, settings.tellsUnready()).read(all, endpoints),
                read,
                istio(),
                inbound.map(policies -> policies.read(defined, routeObjects(), pods.objects()))
                        .orElse(InboundPolicies.NONE),
                LinkerdProfiles.replacing(profiles.read(objects(LinkerdProfiles.KIND))));
    }

    private Map<String, String> waypoints() {
        Set<String> known = waypoints.read(objects(GatewayApiListeners.KIND)).stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return Waypoints.of(services.objects(), namespaces.objects(), known);
    }

    private List<GatewayObject> gateways() {
        return Stream.concat(
                        gateways.read(objects(GatewayObject.KIND)).stream(),
                        listeners.read(objects(GatewayApiListeners.KIND)).stream()
                                .flatMap(List::stream))
                .toList();
    }

    private IstioObjects istio() {
        List<VirtualServiceObject> read = virtualServices.read(objects(VirtualServiceObject.KIND));
        virtualServices.changed().forEach(UnplayedRules::warn);
        List<DestinationRule> rules = destinationRules.read(objects(DESTINATION_RULE));
        destinationRules.changed().forEach(UnplayedPolicies::warn);
        IstioMeshConfig defaults = defaults();
        return new IstioObjects(
                read,
                gateways(),
                rules,
                sidecars.read(objects(SIDECAR)),
                waypoints(),
                undiscovered(defaults),
                defaults);
    }

    /** Returns what the control plane reads of a kind. */
    private List<GenericKubernetesResource> objects(String kind) {
        return installation
                .map(istio ->
                        defined.objects(kind).stream().filter(istio::reads).toList())
                .orElseGet(() -> List.copyOf(defined.objects(kind)));
    }

    private IstioMeshConfig defaults() {
        return installation.map(Installation::defaults).orElse(IstioMeshConfig.ISTIO);
    }

    private DomainNames names() {
        return defaults().names();
    }

    private Set<String> undiscovered(IstioMeshConfig defaults) {
        return namespaces.objects().stream()
                .filter(namespace -> !defaults.discovers(
                        Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of())))
                .map(namespace -> namespace.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    /** Returns the Services that a route newly leads to and that have a port without an endpoint, as far as is known. */
    private Set<String> withoutEndpoint(MeshObjects objects) {
        Set<String> known = complete(objects);
        Stream<String> gatewayApi = routes.changed().stream().flatMap(MeshViews::destinations);
        Stream<String> istio = virtualServices.changed().stream().flatMap(MeshViews::destinations);
        return Stream.concat(gatewayApi, istio)
                .filter(service -> !known.contains(service))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        defined.close();
        installation.ifPresent(Installation::close);
        List.of(services, slices, pods, namespaces).forEach(ObjectView::close);
    }
}

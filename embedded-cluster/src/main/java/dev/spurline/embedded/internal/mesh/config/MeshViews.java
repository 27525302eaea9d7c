// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.BackendRef;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API has of everything that a mesh's configuration is computed from. Belongs to one thread. */
final class MeshViews implements AutoCloseable {

    private static final String DESTINATION_RULE = "DestinationRule.networking.istio.io";
    private static final String SIDECAR = "Sidecar.networking.istio.io";

    private final MeshSettings settings;
    private final ObjectView<Service> services;
    private final ObjectView<EndpointSlice> slices;
    private final ObjectView<Pod> pods;
    private final LateObjects late;
    private final DefinedKinds defined;
    private final ReadObjects<MeshRoute> routes = new ReadObjects<>(RouteKind::read);
    private final ReadObjects<VirtualServiceObject> virtualServices = new ReadObjects<>(VirtualServiceObject::read);
    private final ReadObjects<DestinationRule> destinationRules = new ReadObjects<>(DestinationRule::read);
    private final ReadObjects<Sidecar> sidecars = new ReadObjects<>(Sidecar::read);

    MeshViews(KubernetesClient client, MeshSettings settings, Runnable changed) {
        this.settings = settings;
        services = new ObjectView<>(client.services().inAnyNamespace(), changed);
        slices = new ObjectView<>(client.discovery().v1().endpointSlices().inAnyNamespace(), changed);
        pods = new ObjectView<>(client.pods().inAnyNamespace(), changed);
        late = new LateObjects(client, services, slices, pods);
        defined = new DefinedKinds(client, kinds(settings.mesh()), changed);
    }

    private static Set<String> kinds(Mesh mesh) {
        Stream<String> istio =
                mesh == Mesh.ISTIO ? Stream.of(VirtualServiceObject.KIND, DESTINATION_RULE, SIDECAR) : Stream.empty();
        return Stream.concat(Arrays.stream(RouteKind.values()).map(RouteKind::qualified), istio)
                .collect(Collectors.toSet());
    }

    /** Begins to watch; returns when all objects that there are are known. */
    void start() {
        CompletableFuture.allOf(services.start(), slices.start(), pods.start(), defined.start())
                .join();
    }

    /** Returns the route objects as they are in the API. */
    List<GenericKubernetesResource> routeObjects() {
        return Arrays.stream(RouteKind.values())
                .flatMap(kind -> defined.objects(kind.qualified()).stream())
                .toList();
    }

    /** Returns everything in one state, in which no route is ahead of the endpoints that it leads to. */
    MeshObjects read() {
        List<MeshRoute> read = routes.read(routeObjects());
        MeshObjects objects = with(read);
        return late.read(withoutEndpoint(objects)) ? with(read) : objects;
    }

    private MeshObjects with(List<MeshRoute> read) {
        List<MeshService> all = services.objects().stream()
                .map(service -> MeshService.of(service, settings.mesh()))
                .toList();
        List<EndpointSlice> endpoints = slices.objects();
        late.retain(endpoints);
        return new MeshObjects(
                all, new EndpointReader(late, settings.tellsUnready()).read(all, endpoints), read, istio());
    }

    private IstioObjects istio() {
        List<VirtualServiceObject> read = virtualServices.read(defined.objects(VirtualServiceObject.KIND));
        virtualServices.changed().forEach(UnplayedRules::warn);
        return new IstioObjects(
                read,
                destinationRules.read(defined.objects(DESTINATION_RULE)),
                sidecars.read(defined.objects(SIDECAR)),
                MeshDefaults.ISTIO);
    }

    /** Returns the Services that a route newly leads to and that have a port without an endpoint, as far as is known. */
    private Set<String> withoutEndpoint(MeshObjects objects) {
        Map<String, Boolean> complete = objects.endpoints().entrySet().stream()
                .collect(Collectors.toMap(
                        port -> port.getKey().service(),
                        port -> !port.getValue().balanced().isEmpty(),
                        Boolean::logicalAnd));
        Stream<String> gatewayApi = routes.changed().stream()
                .flatMap(route -> route.rules().stream())
                .flatMap(rule -> rule.backends().stream())
                .filter(BackendRef::isService)
                .map(backend -> backend.namespace() + "/" + backend.name());
        Stream<String> istio = virtualServices.changed().stream()
                .flatMap(virtualService -> virtualService.destinations().stream())
                .map(ServicePort::service);
        return Stream.concat(gatewayApi, istio)
                .filter(service -> !complete.getOrDefault(service, false))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        defined.close();
        List.of(services, slices, pods).forEach(ObjectView::close);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds the endpoints of Services that proxies are told of, and the real addresses behind the ready ones. */
final class EndpointReader {

    /** Names, on a pod, where its ports really listen: {@code 8080=127.0.0.1:43211,…}. */
    static final String ADDRESS = "embedded.spurline.dev/address";

    private final PodFinder pods;
    private final boolean unready;

    /** Finds the pods of endpoints. */
    interface PodFinder {

        /** Returns a pod by {@code namespace/name}, as far as it is known. */
        Optional<Pod> known(String key);

        /** Returns a pod that a slice calls ready, in a state that is not older. */
        Optional<Pod> newest(String key, EndpointSlice slice);
    }

    /**
     * Reads with the pods at hand.
     *
     * @param pods finds the pods
     * @param unready whether proxies are told of endpoints that are not ready, too
     */
    EndpointReader(PodFinder pods, boolean unready) {
        this.pods = pods;
        this.unready = unready;
    }

    Map<ServicePort, PortEndpoints> read(Collection<MeshService> services, Collection<EndpointSlice> slices) {
        Map<String, MeshService> byKey = new HashMap<>();
        services.forEach(service -> byKey.put(service.key(), service));
        Map<ServicePort, List<ResolvedEndpoint>> found = new HashMap<>();
        services.forEach(service -> service.ports()
                .forEach(port -> found.put(
                        new ServicePort(service.namespace(), service.name(), port.number()), new ArrayList<>())));
        for (EndpointSlice slice : slices) {
            MeshService service = byKey.get(slice.getMetadata().getNamespace() + "/" + serviceName(slice));
            if (service != null) {
                service.ports()
                        .forEach(port -> found.computeIfAbsent(
                                        new ServicePort(service.namespace(), service.name(), port.number()),
                                        key -> new ArrayList<>())
                                .addAll(read(slice, port)));
            }
        }
        Map<ServicePort, PortEndpoints> endpoints = new HashMap<>();
        found.forEach((port, all) -> endpoints.put(port, together(all)));
        return endpoints;
    }

    private static PortEndpoints together(List<ResolvedEndpoint> found) {
        return new PortEndpoints(
                found.stream().map(ResolvedEndpoint::told).distinct().toList(),
                found.stream()
                        .filter(endpoint -> endpoint.told().ready())
                        .flatMap(endpoint -> endpoint.real().stream())
                        .distinct()
                        .toList());
    }

    /** An endpoint of a slice; of one whose pod does not listen yet the real address is not known. */
    private record ResolvedEndpoint(PortEndpoints.PublishedEndpoint told, Optional<PodEndpoint> real) {}

    private static String serviceName(EndpointSlice slice) {
        Map<String, String> labels =
                Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
        return labels.getOrDefault("kubernetes.io/service-name", "");
    }

    private List<ResolvedEndpoint> read(EndpointSlice slice, MeshService.Port port) {
        // A slice without endpoints has null for its ports.
        return Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of()).stream()
                .filter(candidate ->
                        Objects.requireNonNullElse(candidate.getName(), "").equals(port.name()))
                .map(EndpointPort::getPort)
                .flatMap(podPort -> slice.getEndpoints().stream()
                        .filter(endpoint -> isReady(endpoint) || (unready && !isTerminating(endpoint)))
                        .flatMap(endpoint -> found(endpoint, slice, podPort).stream()))
                .toList();
    }

    private Optional<ResolvedEndpoint> found(
            io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint, EndpointSlice slice, int podPort) {
        if (endpoint.getTargetRef() == null || endpoint.getAddresses().isEmpty()) {
            return Optional.empty();
        }
        PortEndpoints.PublishedEndpoint told =
                new PortEndpoints.PublishedEndpoint(endpoint.getAddresses().get(0), podPort, isReady(endpoint));
        return Optional.of(new ResolvedEndpoint(told, endpoint(endpoint, slice, podPort)));
    }

    private static boolean isReady(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    /** Istio tells of none of these: pilot/pkg/xds/endpoints/endpoint_builder.go, filterIstioEndpoint. */
    private static boolean isTerminating(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        return endpoint.getConditions() != null
                && Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
    }

    private Optional<PodEndpoint> endpoint(
            io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint, EndpointSlice slice, int podPort) {
        String namespace = Objects.requireNonNullElse(
                endpoint.getTargetRef().getNamespace(), slice.getMetadata().getNamespace());
        String pod = namespace + "/" + endpoint.getTargetRef().getName();
        String podIp = endpoint.getAddresses().get(0);
        Optional<PodEndpoint> known = pods.known(pod).flatMap(found -> endpoint(found, podIp, podPort));
        return known.isPresent() || !isReady(endpoint)
                ? known
                : pods.newest(pod, slice).flatMap(found -> endpoint(found, podIp, podPort));
    }

    private static Optional<PodEndpoint> endpoint(Pod pod, String podIp, int podPort) {
        return realAddress(pod, podPort)
                .map(real -> new PodEndpoint(
                        MeshPeer.of(pod),
                        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()),
                        podIp,
                        podPort,
                        real.substring(0, real.lastIndexOf(':')),
                        Integer.parseInt(real.substring(real.lastIndexOf(':') + 1))));
    }

    private static Optional<String> realAddress(Pod pod, int podPort) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        for (String entry : annotations.getOrDefault(ADDRESS, "").split(",", -1)) {
            if (entry.strip().startsWith(podPort + "=")) {
                return Optional.of(entry.strip().substring(entry.strip().indexOf('=') + 1))
                        .filter(address -> address.matches(".+:[0-9]+"));
            }
        }
        return Optional.empty();
    }
}

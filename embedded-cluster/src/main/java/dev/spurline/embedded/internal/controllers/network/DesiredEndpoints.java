// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.network;

import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one slice of a Service has to say.
 *
 * <p>Source: kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions.
 *
 * @param ports the ports on which all its endpoints listen
 * @param endpoints the endpoints
 */
record DesiredEndpoints(List<EndpointPort> ports, List<Endpoint> endpoints) {

    private static final int MOST = 100;

    /**
     * Returns the slices of a Service; one without ports and endpoints if no pod stands behind it.
     *
     * @param zone the zone of a node, by the node's name
     */
    static List<DesiredEndpoints> of(
            Service service, Collection<Pod> selected, Function<String, @Nullable String> zone) {
        Map<List<EndpointPort>, List<Endpoint>> byPorts = new LinkedHashMap<>();
        selected.stream()
                .filter(DesiredEndpoints::addressed)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .forEach(pod -> byPorts.computeIfAbsent(ResolvedPorts.of(service, pod), ports -> new ArrayList<>())
                        .add(endpoint(service, pod, zone)));
        List<DesiredEndpoints> drafts = new ArrayList<>();
        byPorts.forEach((ports, endpoints) -> split(ports, endpoints, drafts));
        return drafts.isEmpty() ? List.of(new DesiredEndpoints(List.of(), List.of())) : drafts;
    }

    /** Whether a pod can be reached, or could be until a moment ago. */
    static boolean addressed(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && !pod.getStatus().getPodIP().isEmpty()
                && !PodLifecycle.finished(pod);
    }

    private static void split(List<EndpointPort> ports, List<Endpoint> endpoints, List<DesiredEndpoints> drafts) {
        for (int from = 0; from < endpoints.size(); from += MOST) {
            drafts.add(new DesiredEndpoints(ports, endpoints.subList(from, Math.min(from + MOST, endpoints.size()))));
        }
    }

    private static Endpoint endpoint(Service service, Pod pod, Function<String, @Nullable String> zone) {
        boolean terminating = OwnerReferences.deleting(pod);
        boolean serving = PodLifecycle.ready(pod);
        boolean published = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        String node = pod.getSpec().getNodeName();
        return new EndpointBuilder()
                .withAddresses(pod.getStatus().getPodIP())
                .withNewConditions()
                .withReady(published || (serving && !terminating))
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .withHostname(hostname(service, pod).orElse(null))
                .withNodeName(node)
                .withZone(node == null ? null : zone.apply(node))
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .build();
    }

    /** A pod has a name of its own within the Service that it calls its subdomain. */
    private static Optional<String> hostname(Service service, Pod pod) {
        String hostname = pod.getSpec().getHostname();
        return hostname != null
                        && !hostname.isEmpty()
                        && service.getMetadata().getName().equals(pod.getSpec().getSubdomain())
                ? Optional.of(hostname)
                : Optional.empty();
    }
}

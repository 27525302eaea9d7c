// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.client.Selectors;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Server of Linkerd: a port of some pods, on which nobody is let in but whom somebody authorizes.
 *
 * <p>Source: linkerd.io/2/reference/authorization-policy/#server.
 *
 * @param accessPolicy who is let in besides
 * @param ports the ports of pods that it is about, each {@code pod:port}
 */
record InboundServer(
        String namespace, String name, Map<String, String> labels, String accessPolicy, Set<String> ports) {

    private static final ObjectMapper JSON = new ObjectMapper();

    InboundServer {
        labels = Map.copyOf(labels);
        ports = Set.copyOf(ports);
    }

    static InboundServer read(JsonNode object, Collection<Pod> pods) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText();
        JsonNode spec = object.path("spec");
        LabelSelector selector = JSON.convertValue(spec.path("podSelector"), LabelSelector.class);
        Set<String> ports = new HashSet<>();
        pods.stream()
                .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
                .filter(pod -> Selectors.selects(
                        selector, Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of())))
                .forEach(pod -> ports(spec.path("port"), pod).forEach(port -> ports.add(key(pod, port))));
        return new InboundServer(
                namespace,
                metadata.path("name").asText(),
                DestinationRule.labels(metadata.path("labels")),
                spec.path("accessPolicy").asText("deny"),
                ports);
    }

    private static String key(Pod pod, int port) {
        return pod.getMetadata().getName() + ":" + port;
    }

    private static Stream<Integer> ports(JsonNode port, Pod pod) {
        if (port.isInt()) {
            return Stream.of(port.asInt());
        }
        return pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(named -> port.asText().equals(named.getName()))
                .map(ContainerPort::getContainerPort);
    }

    boolean isFor(PodEndpoint endpoint) {
        return namespace.equals(endpoint.peer().namespace())
                && ports.contains(endpoint.peer().pod() + ":" + endpoint.podPort());
    }
}

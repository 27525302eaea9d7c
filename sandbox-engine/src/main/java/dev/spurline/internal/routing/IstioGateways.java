// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of the Gateways of Istio, which name each other's hosts and select pods of any namespace. */
public final class IstioGateways {

    /** Where Istio's own installation guides put gateway pods: istioctl, and Helm. */
    static final Set<String> USUAL = Set.of("istio-system", "istio-ingress");

    private final Survey survey;
    private final Set<String> callers;
    private final Map<String, JsonNode> known = new HashMap<>();

    /**
     * Reads those of a survey.
     *
     * @param callers the namespaces of known callers, as gateway pods are some
     */
    IstioGateways(Survey survey, Set<String> callers) {
        this.survey = survey;
        this.callers = callers;
        for (GenericKubernetesResource gateway : survey.all(CustomKind.ISTIO_GATEWAY)) {
            known.put(
                    gateway.getMetadata().getNamespace() + "/"
                            + gateway.getMetadata().getName(),
                    JsonTrees.tree(gateway).path("spec"));
        }
    }

    /** Returns whether a Gateway, named {@code namespace/name}, was read. */
    boolean isKnown(String gateway) {
        return known.containsKey(gateway);
    }

    /** Returns whether pods of a Gateway were seen. */
    boolean seesPods(String gateway) {
        return !podNamespaces(gateway).isEmpty();
    }

    /** Returns the namespaces in which the pods of some Gateways are, or may be where none was seen. */
    Set<String> namespaces(Set<String> gateways) {
        Set<String> namespaces = new TreeSet<>();
        for (String gateway : gateways) {
            Set<String> seen = podNamespaces(gateway);
            if (seen.isEmpty()) {
                namespaces.add(gateway.substring(0, gateway.indexOf('/')));
                namespaces.addAll(USUAL);
                namespaces.addAll(callers);
            } else {
                namespaces.addAll(seen);
            }
        }
        return namespaces;
    }

    /**
     * Returns whether two Gateways may be one port of the same pods, where the hosts of both are one table: unless they were
     * read and ask for different values of a label, or for different ports.
     */
    boolean mayShare(String one, String other) {
        Map<String, String> wanted = selector(other);
        boolean pods = selector(one).entrySet().stream()
                .allMatch(label ->
                        wanted.getOrDefault(label.getKey(), label.getValue()).equals(label.getValue()));
        return pods
                && (!isKnown(one)
                        || !isKnown(other)
                        || one.equals(other)
                        || !Collections.disjoint(ports(one), ports(other)));
    }

    private Set<Integer> ports(String gateway) {
        Set<Integer> ports = new TreeSet<>();
        spec(gateway)
                .ifPresent(spec -> spec.path("servers")
                        .forEach(server -> ports.add(server.at("/port/number").asInt())));
        return ports;
    }

    private Map<String, String> selector(String gateway) {
        Map<String, String> labels = new HashMap<>();
        spec(gateway)
                .ifPresent(spec -> spec.path("selector")
                        .properties()
                        .forEach(label ->
                                labels.put(label.getKey(), label.getValue().asText())));
        return labels;
    }

    /** Returns the pods of some Gateways that were seen, as {@code namespace/name}. */
    Set<String> pods(Set<String> gateways) {
        return gateways.stream()
                .flatMap(this::pods)
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> podNamespaces(String gateway) {
        return pods(gateway)
                .map(pod -> pod.getMetadata().getNamespace())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A Gateway selects by labels in all namespaces; without labels it is that of all gateway pods (gateway.proto of Istio). */
    private Stream<Pod> pods(String gateway) {
        Map<String, String> labels = selector(gateway);
        return labels.isEmpty()
                ? Stream.empty()
                : survey.pods().stream()
                        .filter(pod -> ObjectLabels.labels(pod).entrySet().containsAll(labels.entrySet()));
    }

    private Optional<JsonNode> spec(String gateway) {
        return Optional.ofNullable(known.get(gateway));
    }

    /** Returns whether a Gateway lets VirtualServices of all namespaces in, as far as that is known. */
    boolean isOpen(String gateway) {
        return hosts(gateway).stream().noneMatch(host -> host.contains("/") && !host.startsWith("*/"));
    }

    /** Returns whether a host of a Gateway is the host or within it, so that routes of wider ones are joined with its own there. */
    boolean narrows(String gateway, String host) {
        return hosts(gateway).stream()
                .map(own -> own.substring(own.indexOf('/') + 1))
                .anyMatch(own -> own.equals(host) || covers(host, own));
    }

    private List<String> hosts(String gateway) {
        List<String> hosts = new ArrayList<>();
        spec(gateway)
                .ifPresent(spec -> spec.path("servers")
                        .forEach(server -> server.path("hosts")
                                .forEach(host -> hosts.add(host.asText().toLowerCase(Locale.ROOT)))));
        return hosts;
    }

    /** Returns whether a wildcard is for a host, or for each that a narrower wildcard is for. */
    public static boolean covers(String wildcard, String host) {
        return wildcard.startsWith("*") && !wildcard.equals(host) && host.endsWith(wildcard.substring(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.routing.IstioGateways;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts for which the Gateways of Istio open a port of gateway pods, and whose VirtualServices they let in. */
final class GatewayServers {

    private final List<ServerHost> hosts = new ArrayList<>();

    /**
     * A host of a server.
     *
     * @param gateway the Gateway, as {@code namespace/name}
     * @param namespace whose VirtualServices are let in; {@code *} for all
     * @param host the host, in lower case; may be a wildcard
     */
    private record ServerHost(String gateway, String namespace, String host) {}

    /**
     * Reads the Gateways that select a gateway's pods.
     *
     * @param labels those of its pods; empty if they are not known, so that each Gateway may select them
     */
    GatewayServers(Survey survey, Optional<Map<String, String>> labels, int port) {
        for (GenericKubernetesResource gateway : survey.all(CustomKind.ISTIO_GATEWAY)) {
            JsonNode spec = JsonTrees.tree(gateway).path("spec");
            if (labels.filter(own -> !selects(spec.path("selector"), own)).isEmpty()) {
                spec.path("servers").forEach(server -> read(gateway, server, port));
            }
        }
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return selector.properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }

    private void read(GenericKubernetesResource gateway, JsonNode server, int port) {
        if (server.at("/port/number").asInt() != port) {
            return;
        }
        String own = gateway.getMetadata().getNamespace();
        for (JsonNode host : server.path("hosts")) {
            String[] parts = host.asText().toLowerCase(Locale.ROOT).split("/", 2);
            String namespace = parts.length == 1 ? "*" : parts[0].replaceFirst("^\\.$", own);
            hosts.add(new ServerHost(own + "/" + gateway.getMetadata().getName(), namespace, parts[parts.length - 1]));
        }
    }

    /** Returns the Gateways that open the port, as {@code namespace/name}. */
    Set<String> gateways() {
        return hosts.stream().map(ServerHost::gateway).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Returns the hosts at which a VirtualService counts: what its own and those of the servers have in common (Intersection in
     * pkg/config/host/names.go).
     *
     * @param gateways those that it is bound to
     * @param namespace its namespace
     * @param own its hosts, in full and in lower case
     */
    Set<String> domains(Set<String> gateways, String namespace, Set<String> own) {
        Set<String> domains = new LinkedHashSet<>();
        hosts.stream()
                .filter(server -> gateways.contains(server.gateway()))
                .filter(server -> Set.of("*", namespace).contains(server.namespace()))
                .forEach(server ->
                        own.forEach(host -> common(server.host(), host).ifPresent(domains::add)));
        return domains;
    }

    private static Optional<String> common(String server, String own) {
        if (own.equals(server) || IstioGateways.covers(server, own)) {
            return Optional.of(own);
        }
        return IstioGateways.covers(own, server) ? Optional.of(server) : Optional.empty();
    }

    /** Returns the one of some hosts at which a request is looked for: that itself, else the longest wildcard around it. */
    static Optional<String> closest(Set<String> domains, String host) {
        return domains.contains(host)
                ? Optional.of(host)
                : domains.stream()
                        .filter(domain -> IstioGateways.covers(domain, host))
                        .max(Comparator.comparing(String::length));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.plan.EntryWish;
import dev.spurline.internal.preflight.AccessRight;
import dev.spurline.internal.routing.GatewayLead;
import dev.spurline.internal.routing.GatewayLeads;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.tunnel.GatewayTunnel;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Leads requests to Services in at gateways of the cluster, by port-forward to their pods. */
public final class GatewayEntry {

    /** GEP-1762: on everything that an implementation makes for a Gateway. */
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

    private final KubernetesClient client;
    private final Survey survey;
    private final Set<String> elsewhere;
    private final GatewayObjects objects;

    /**
     * Prepares for a sandbox.
     *
     * @param client reaches the cluster
     * @param permit tells what may be read
     * @param survey what was read for its plan
     * @param elsewhere further namespaces in which gateway pods may be
     */
    public GatewayEntry(KubernetesClient client, PermissionQuery permit, Survey survey, Set<String> elsewhere) {
        this.client = client;
        this.survey = survey;
        this.elsewhere = new TreeSet<>(elsewhere);
        this.objects = new GatewayObjects(client, permit, survey);
    }

    /** A tunnel to a gateway. */
    record Opened(GatewayTunnel tunnel, GatewayChoice.Entrance entrance) implements AutoCloseable {

        /** Returns where requests to the root of the Service go. */
        URI uri() {
            return URI.create(tunnel.uri() + entrance.base());
        }

        @Override
        public void close() {
            tunnel.close();
        }
    }

    /**
     * Opens a way to a Service.
     *
     * @throws SandboxException if there is none
     */
    Opened open(ServiceTarget target, EntryWish wish) {
        GatewayChoice choice = new GatewayChoice(target, wish);
        try {
            return open(choice);
        } catch (KubernetesClientException e) {
            throw choice.refused("the cluster does not say how: %s".formatted(FailureText.of(e)), "Try again");
        }
    }

    private Opened open(GatewayChoice choice) {
        List<GatewayLead> leads =
                choice.leading(GatewayLeads.to(survey, choice.target().title()));
        List<LeadingGateway> gateways = gateways(choice, leads);
        GatewayChoice.Entrance entrance = choice.among(
                leads, gateways.stream().flatMap(LeadingGateway::ways).toList());
        GatewayPods pods = gateways.stream()
                .filter(gateway -> gateway.lead().equals(entrance.way().lead()))
                .findFirst()
                .map(gateway -> pods(choice, entrance.way(), gateway.labels()))
                .orElseThrow();
        // Whoever asks is told at once that there is none.
        pods.port();
        return new Opened(GatewayTunnel.open(client, pods::port, entrance.origin()), entrance);
    }

    /** Reads those Gateways that may be read; others are no way. */
    private List<LeadingGateway> gateways(GatewayChoice choice, List<GatewayLead> leads) {
        List<LeadingGateway> gateways = new ArrayList<>();
        Map<String, Set<AccessRight>> missing = new LinkedHashMap<>();
        Map<String, Optional<GenericKubernetesResource>> read = new HashMap<>();
        for (GatewayLead lead : leads) {
            Set<AccessRight> rights = objects.missing(lead);
            if (rights.isEmpty()) {
                // A Gateway of Istio and one of the Gateway API may have the same name.
                read.computeIfAbsent(lead.istio() + " " + lead.gateway(), name -> objects.gateway(lead))
                        .ifPresent(gateway -> gateways.add(new LeadingGateway(lead, gateway)));
            } else {
                missing.computeIfAbsent(namespace(lead), name -> new LinkedHashSet<>())
                        .addAll(rights);
            }
        }
        if (gateways.isEmpty() && !missing.isEmpty()) {
            missing.forEach((namespace, rights) -> rights.addAll(objects.missing(namespace)));
            throw choice.withoutRights(missing, "", "there");
        }
        return gateways;
    }

    private record LeadingGateway(GatewayLead lead, GenericKubernetesResource object) {

        Stream<GatewayWay> ways() {
            return GatewayWay.of(
                    lead, lead.istio() ? GatewayListener.ofIstio(object) : GatewayListener.ofGatewayApi(object))
                    .stream();
        }

        /** Returns by which labels its pods are found. */
        Map<String, String> labels() {
            if (!lead.istio()) {
                return Map.of(GATEWAY_NAME, object.getMetadata().getName());
            }
            Map<String, String> labels = new TreeMap<>();
            JsonTrees.tree(object)
                    .at("/spec/selector")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            // Without a selector it is that of all gateway pods (gateway.proto of Istio); those of the default one are
            // known by this.
            return labels.isEmpty() ? Map.of("istio", "ingressgateway") : labels;
        }
    }

    private GatewayPods pods(GatewayChoice choice, GatewayWay way, Map<String, String> labels) {
        Map<String, Set<AccessRight>> missing = new LinkedHashMap<>();
        Set<String> open = new LinkedHashSet<>();
        for (String namespace : namespaces(way.lead())) {
            Set<AccessRight> rights = objects.missing(namespace);
            if (rights.isEmpty()) {
                open.add(namespace);
            } else {
                missing.put(namespace, rights);
            }
        }
        return new GatewayPods(objects, open, missing, labels, choice, way);
    }

    /** Those of the Gateway API are in its own namespace, unless somebody says otherwise; Istio's are anywhere. */
    private Set<String> namespaces(GatewayLead lead) {
        Set<String> namespaces = new LinkedHashSet<>(Set.of(namespace(lead)));
        namespaces.addAll(elsewhere);
        if (lead.istio()) {
            namespaces.addAll(new TreeSet<>(GatewayLeads.USUAL_NAMESPACES));
        }
        return namespaces;
    }

    private static String namespace(GatewayLead lead) {
        return lead.gateway().substring(0, lead.gateway().indexOf('/'));
    }
}

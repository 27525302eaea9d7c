// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the ways on which gateways lead to a Service, in the routes of others. */
public final class GatewayLeads {

    /** Namespaces in which gateway pods of Istio mostly are. */
    public static final Set<String> USUAL_NAMESPACES = IstioGateways.USUAL;

    private GatewayLeads() {}

    /**
     * Returns the ways to a Service, those of the Gateway API first, then by the age of the routes.
     *
     * @param service the Service, as {@code namespace/name}
     */
    public static List<GatewayLead> to(Survey survey, String service) {
        List<GatewayLead> leads = new ArrayList<>();
        GatewayApiRoute.all(survey).stream()
                .filter(route -> leads(route, service))
                .forEach(route -> route.gateways().stream()
                        .sorted()
                        .forEach(gateway -> leads.add(lead(route, gateway, path(route, service)))));
        virtualServices(survey)
                .filter(route -> leads(route, service))
                .sorted(GatewayVirtualService.BY_AGE)
                .forEach(route -> route.gateways().stream()
                        .sorted()
                        .forEach(gateway -> leads.add(lead(route, gateway, path(route, service)))));
        return leads;
    }

    private static boolean leads(GatewayRoute route, String service) {
        return !route.leadsTo(Set.of(service)).isEmpty();
    }

    private static GatewayLead lead(GatewayApiRoute route, String gateway, GatewayPath path) {
        return new GatewayLead(
                route.title(),
                route.namespace(),
                gateway,
                false,
                followedAt(route, gateway),
                List.copyOf(route.hosts()),
                path,
                GatewayRefusal.of(route, gateway));
    }

    private static Set<String> followedAt(GatewayApiRoute route, String gateway) {
        return route.parents(Set.of(gateway)).stream()
                .filter(parent -> GatewayRefusal.of(route, parent).isEmpty())
                .map(GatewayApiRoute::listener)
                .collect(Collectors.toSet());
    }

    private static GatewayLead lead(GatewayVirtualService route, String gateway, GatewayPath path) {
        return new GatewayLead(
                route.title(),
                route.namespace(),
                gateway,
                true,
                Set.of(),
                List.copyOf(route.hosts()),
                path,
                Optional.empty());
    }

    private static Stream<GatewayVirtualService> virtualServices(Survey survey) {
        return survey.mesh().istio()
                ? survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                        .filter(object -> !SpurlineLabels.ofSandbox(object))
                        .flatMap(object -> read(object, survey).stream())
                : Stream.empty();
    }

    /** One with a delegate that cannot be read is told of by the plan. */
    private static Optional<GatewayVirtualService> read(GenericKubernetesResource object, Survey survey) {
        try {
            return GatewayVirtualService.read(object, survey);
        } catch (PreflightException unread) {
            return Optional.empty();
        }
    }

    private static GatewayPath path(GatewayApiRoute route, String service) {
        List<GatewayPath> paths = new ArrayList<>();
        for (JsonNode rule : GatewayApiAttachments.spec(route.object()).path("rules")) {
            for (JsonNode backend : rule.path("backendRefs")) {
                if (GatewayApiAttachments.service(backend, route.namespace()).equals(service)
                        && backend.path("weight").asInt(1) > 0) {
                    paths.add(GatewayPath.ofGatewayApi(rule));
                }
            }
        }
        return paths.stream().min(GatewayPath.BY_REACH).orElseThrow();
    }

    private static GatewayPath path(GatewayVirtualService route, String service) {
        return route.rules().stream()
                .filter(rule -> VirtualDestinations.receiving(rule.json()).stream()
                        .anyMatch(part -> VirtualDestinations.service(part, rule.namespace())
                                .filter(service::equals)
                                .isPresent()))
                .map(rule -> GatewayPath.ofVirtualService(rule.json()))
                .min(GatewayPath.BY_REACH)
                .orElseThrow();
    }
}

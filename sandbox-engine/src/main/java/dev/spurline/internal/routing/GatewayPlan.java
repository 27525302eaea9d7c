// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sandbox says at gateways.
 *
 * @param routes its routes there
 * @param left the routes of others that lead its requests past the forks
 * @param warnings what is to be known of its routes
 */
public record GatewayPlan(List<SandboxRoute> routes, List<UnkeyedGatewayRoute> left, List<String> warnings) {

    /** Copies the lists. */
    public GatewayPlan {
        routes = List.copyOf(routes);
        left = List.copyOf(left);
        warnings = List.copyOf(warnings);
    }

    /** Returns the kinds of routes of others that are bound to gateways. */
    static Set<CustomKind> kinds(Survey survey) {
        Set<CustomKind> kinds = GatewayApiRoute.all(survey).stream()
                .map(route -> route.route().kind())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CustomKind.class)));
        boolean virtual = survey.mesh().istio()
                && survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                        .filter(object -> !SpurlineLabels.ofSandbox(object))
                        .anyMatch(object ->
                                !GatewayVirtualService.gateways(object).isEmpty());
        if (virtual) {
            kinds.add(CustomKind.VIRTUAL_SERVICE);
        }
        return kinds;
    }

    /**
     * Plans it.
     *
     * @param services the forked Services that gateways lead to straight
     * @param made the other routes of the sandbox
     */
    static GatewayPlan of(SandboxRouting sandbox, List<Service> services, List<SandboxRoute> made) {
        Set<String> names = new LinkedHashSet<>();
        services.forEach(service -> names.add(RoutedService.name(service)));
        GatewayApiRules api = new GatewayApiRules(sandbox, names);
        IstioGatewayRules istio = new IstioGatewayRules(sandbox, names, made);
        return new GatewayPlan(
                Stream.concat(api.routes().stream(), istio.routes().stream()).toList(),
                Stream.concat(api.left().stream(), istio.left().stream())
                        .distinct()
                        .toList(),
                istio.warnings());
    }
}

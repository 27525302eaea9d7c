// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.PreflightException;
import dev.spurline.internal.plan.OptionalRights;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the rights that a plan depends on, before it is made: the planner itself asks nobody. */
public final class PlanRights {

    private final Guards guards;
    private final PermissionCheck permissions;

    /** Asks guards and the server. */
    public PlanRights(Guards guards, PermissionCheck permissions) {
        this.guards = guards;
        this.permissions = permissions;
    }

    /** Returns what may be written besides what every sandbox needs. */
    public OptionalRights of(Survey survey) {
        return new OptionalRights(
                RoutePlanner.callersHomes(survey).stream()
                        .filter(this::allowed)
                        .flatMap(namespace -> routes(survey, namespace))
                        .collect(Collectors.toSet()),
                Stream.concat(permissions.missing(Planner.policyKinds(survey)).stream(), atGateways(survey))
                        .collect(Collectors.toSet()));
    }

    /** Rules at gateways are welcome, and no reason to refuse a sandbox. */
    private Stream<String> atGateways(Survey survey) {
        return RoutePlanner.kindsAtGateways(survey).stream()
                .flatMap(kind -> survey.read().stream()
                        .filter(namespace -> !permissions.mayRoute(kind, namespace))
                        .map(namespace -> namespace + "/" + kind.resource()));
    }

    private boolean allowed(String namespace) {
        try {
            guards.checkNamespace(namespace);
            return true;
        } catch (PreflightException e) {
            return false;
        }
    }

    private Stream<String> routes(Survey survey, String namespace) {
        return CustomKind.of(CustomKind.Role.ROUTE).stream()
                .filter(kind -> survey.served(kind).isPresent())
                .filter(kind -> permissions.mayRoute(kind, namespace))
                .map(kind -> namespace + "/" + kind.resource());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether routes of a sandbox may stay when nobody follows the routes of others any more. Those that derive from routes of
 * others may not, and no more may those that would win against routes which others add later: by age, as VirtualServices of one
 * host do and equal rules on Linkerd. On Istio a rule of the Gateway API that others add outranks ours, which match any path.
 */
public final class UnfollowedRoutes {

    private static final Set<CustomKind> GATEWAY_API = Set.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE);

    private final Survey survey;

    private UnfollowedRoutes(Survey survey) {
        this.survey = survey;
    }

    /** Returns why some of the routes may not stay, as a part of a sentence; empty if all may. */
    public static Optional<String> obstacle(Collection<SandboxRoute> routes, Survey survey) {
        UnfollowedRoutes unfollowed = new UnfollowedRoutes(survey);
        return routes.stream()
                .flatMap(route -> unfollowed.obstacle(route).stream())
                .findFirst();
    }

    private Optional<String> obstacle(SandboxRoute route) {
        List<AttachedRoute> others = others(route);
        if (!others.isEmpty()) {
            return Optional.of(
                    "%s derives from routes of others (%s)".formatted(route.title(), AttachedRoute.titles(others)));
        }
        if (route.audience().gateways().isPresent()) {
            return Optional.of("%s derives from routes of others at gateways".formatted(route.title()));
        }
        boolean outranked = survey.mesh().istio()
                && CustomKind.of(route.object()).filter(GATEWAY_API::contains).isPresent();
        return outranked
                ? Optional.empty()
                : Optional.of("%s would outrank a route that others add later".formatted(route.title()));
    }

    private List<AttachedRoute> others(SandboxRoute route) {
        return survey.services().stream()
                .filter(service -> service.getMetadata().getName().equals(route.service()))
                .flatMap(service -> RouteIndex.of(survey).on(service).all().stream())
                .toList();
    }
}

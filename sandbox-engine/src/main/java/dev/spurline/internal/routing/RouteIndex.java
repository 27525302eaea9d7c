// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The routes on each Service of a survey. A namespace can have thousands of both: each route is read once a survey, however
 * many Services there are and however often one asks.
 */
public final class RouteIndex {

    private final Map<String, ServiceRoutes> routes = new HashMap<>();

    private RouteIndex(Survey survey) {
        Map<String, List<AttachedRoute>> foreign = new HashMap<>();
        Map<String, List<AttachedRoute>> own = new HashMap<>();
        for (RoutingStyle style : RoutingStyles.all()) {
            style.attach(survey, (service, route) -> {
                if (SpurlineLabels.ofSandbox(route.object())) {
                    own.computeIfAbsent(service, name -> new ArrayList<>()).add(route);
                } else if (style.inForce(route, service, survey.mesh())) {
                    foreign.computeIfAbsent(service, name -> new ArrayList<>()).add(route);
                }
            });
        }
        Stream.of(foreign, own)
                .flatMap(found -> found.keySet().stream())
                .forEach(service -> routes.computeIfAbsent(
                        service, name -> new ServiceRoutes(namespace(name), sorted(foreign, name), sorted(own, name))));
    }

    private static String namespace(String service) {
        return service.substring(0, service.indexOf('/'));
    }

    private static List<AttachedRoute> sorted(Map<String, List<AttachedRoute>> routes, String service) {
        return routes.getOrDefault(service, List.of()).stream()
                .sorted(AttachedRoute.BY_AGE)
                .toList();
    }

    /** Returns the index of a survey. */
    public static RouteIndex of(Survey survey) {
        return survey.derived(RouteIndex.class, RouteIndex::new);
    }

    /** Returns the routes on a Service. */
    public ServiceRoutes on(Service service) {
        return routes.getOrDefault(
                RoutedService.name(service),
                new ServiceRoutes(service.getMetadata().getNamespace(), List.of(), List.of()));
    }
}

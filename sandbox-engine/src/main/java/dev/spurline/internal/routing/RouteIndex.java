// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Labels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes on each Service of a survey. A namespace can have thousands of both: each route is read once a survey, however
 * many Services there are and however often one asks.
 */
public final class RouteIndex {

    private static final List<CustomKind> KINDS =
            List.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE, CustomKind.LINKERD_HTTP_ROUTE);

    private final Map<String, ServiceRoutes> routes = new HashMap<>();

    private RouteIndex(Survey survey) {
        Map<String, List<AttachedRoute>> attached = new HashMap<>();
        for (CustomKind kind : KINDS) {
            survey.all(kind)
                    .forEach(route -> AttachedRoute.attach(
                            kind,
                            route,
                            (service, attachment) -> attached.computeIfAbsent(service, name -> new ArrayList<>())
                                    .add(attachment)));
        }
        attached.forEach((service, all) -> routes.put(service, routes(service, all, survey)));
    }

    private static ServiceRoutes routes(String service, List<AttachedRoute> all, Survey survey) {
        all.sort(AttachedRoute.BY_AGE);
        List<AttachedRoute> foreign = all.stream()
                .filter(route -> !Labels.ofSandbox(route.object()))
                .filter(route -> route.inForce(survey.mesh(), service))
                .toList();
        List<AttachedRoute> own =
                all.stream().filter(route -> Labels.ofSandbox(route.object())).toList();
        return new ServiceRoutes(service.substring(0, service.indexOf('/')), foreign, own);
    }

    /** Returns the index of a survey. */
    public static RouteIndex of(Survey survey) {
        return survey.derived(RouteIndex.class, RouteIndex::new);
    }

    /** Returns the routes on a Service. */
    public ServiceRoutes on(Service service) {
        String namespace = service.getMetadata().getNamespace();
        return routes.getOrDefault(
                namespace + "/" + service.getMetadata().getName(), new ServiceRoutes(namespace, List.of(), List.of()));
    }
}

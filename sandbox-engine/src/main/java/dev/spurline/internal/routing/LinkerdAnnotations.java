// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.cluster.internal.linkerd.LinkerdRouteAnnotations;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Linkerd takes timeouts and retries from annotations of a route: ours has those of the routes that it repeats. The Service's
 * are not among them: Linkerd takes those by itself where a rule has no limit of its own, and only there
 * (policy-controller/grpc/src/outbound/http.rs).
 */
public final class LinkerdAnnotations {

    private static final List<String> PREFIXES = List.of("timeout.linkerd.io/", "retry.linkerd.io/");

    private final RouteRequest request;

    LinkerdAnnotations(RouteRequest request) {
        this.request = request;
    }

    /** Returns the annotations of a route of ours. */
    Map<String, String> all() {
        if (request.mesh() != ServiceMesh.LINKERD) {
            return Map.of();
        }
        Set<Map<String, String>> routes = request.form().attached().stream()
                .map(route -> of(route.object()))
                .collect(Collectors.toSet());
        if (routes.size() > 1) {
            throw new PreflightException(
                    "Routes of Service [%s/%s] differ in their timeouts or retries (annotations %s*), which one route cannot hold: let them agree"
                            .formatted(request.namespace(), request.name(), String.join("*, ", PREFIXES)));
        }
        return routes.stream().findFirst().orElse(Map.of());
    }

    /** Returns the first of a route that Linkerd cannot read, so that it follows none of its rules, nor ours with a copy of it. */
    public static Optional<String> unreadable(AttachedRoute route) {
        return LinkerdRouteAnnotations.unreadable(of(route.object()), route.grpc());
    }

    private static Map<String, String> of(HasMetadata object) {
        Map<String, String> found = new TreeMap<>();
        Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of())
                .forEach((name, value) -> {
                    if (PREFIXES.stream().anyMatch(name::startsWith)) {
                        found.put(name, value);
                    }
                });
        return found;
    }
}

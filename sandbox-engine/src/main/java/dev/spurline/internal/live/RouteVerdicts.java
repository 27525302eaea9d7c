// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.RouteAcceptance;
import dev.spurline.internal.routing.RoutingStyles;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.WatchListener;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the mesh's controller says of the routes of one sandbox: it is heard as it speaks, and waited for as a whole. */
final class RouteVerdicts implements WatchListener<GenericKubernetesResource> {

    private final RoutingKey key;
    private final ServiceMesh mesh;
    private final Map<String, RouteAcceptance> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<RouteAcceptance> spoken = new CompletableFuture<>();
    private volatile Set<String> expected = Set.of();

    RouteVerdicts(RoutingKey key, ServiceMesh mesh) {
        this.key = key;
        this.mesh = mesh;
    }

    /** Returns what is done when all routes are accepted, or one is refused. */
    CompletableFuture<RouteAcceptance> spoken() {
        return spoken;
    }

    /** Says which routes are waited for. */
    void expect(Collection<SandboxRoute> routes) {
        expected = routes.stream().map(SandboxRoute::title).collect(Collectors.toSet());
        judge();
    }

    @Override
    public void changed(GenericKubernetesResource route) {
        if (isOurs(route)) {
            String title = SandboxRoute.title(route);
            answers.put(title, RoutingStyles.acceptance(route, mesh, title));
            judge();
        }
    }

    private boolean isOurs(GenericKubernetesResource route) {
        return SharedRoute.of(route)
                .map(shared -> shared.keys().contains(key.value()))
                .orElseGet(() -> key.value().equals(SpurlineLabels.on(route, SpurlineLabels.SANDBOX)));
    }

    private void judge() {
        Set<String> wanted = expected;
        answers.forEach((title, answer) -> {
            if (wanted.contains(title) && answer instanceof RouteAcceptance.Refused) {
                spoken.complete(answer);
            }
        });
        wanted.stream()
                .map(title -> answers.getOrDefault(title, new RouteAcceptance.Pending()))
                .reduce((one, other) -> one instanceof RouteAcceptance.Accepted ? other : one)
                .filter(RouteAcceptance.Accepted.class::isInstance)
                .ifPresent(spoken::complete);
    }
}

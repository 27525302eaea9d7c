// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.Acceptance;
import dev.spurline.internal.routing.RoutingStyles;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.Labels;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.watch.Follower;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the mesh's controller says of the routes of one sandbox: it is heard as it speaks, and waited for as a whole. */
final class Verdicts implements Follower<GenericKubernetesResource> {

    private final RoutingKey key;
    private final Mesh mesh;
    private final Map<String, Acceptance> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Acceptance> spoken = new CompletableFuture<>();
    private volatile Set<String> expected = Set.of();

    Verdicts(RoutingKey key, Mesh mesh) {
        this.key = key;
        this.mesh = mesh;
    }

    /** Returns what is done when all routes are accepted, or one is refused. */
    CompletableFuture<Acceptance> spoken() {
        return spoken;
    }

    /** Says which routes are waited for. */
    void expect(Collection<SandboxRoute> routes) {
        expected = routes.stream().map(SandboxRoute::title).collect(Collectors.toSet());
        judge();
    }

    @Override
    public void changed(GenericKubernetesResource route) {
        if (key.value().equals(Labels.on(route, Labels.SANDBOX))) {
            String title = SandboxRoute.title(route);
            answers.put(title, RoutingStyles.acceptance(route, mesh, title));
            judge();
        }
    }

    private void judge() {
        Set<String> wanted = expected;
        answers.forEach((title, answer) -> {
            if (wanted.contains(title) && answer instanceof Acceptance.Refused) {
                spoken.complete(answer);
            }
        });
        wanted.stream()
                .map(title -> answers.getOrDefault(title, new Acceptance.Pending()))
                .reduce((one, other) -> one instanceof Acceptance.Accepted ? other : one)
                .filter(Acceptance.Accepted.class::isInstance)
                .ifPresent(spoken::complete);
    }
}

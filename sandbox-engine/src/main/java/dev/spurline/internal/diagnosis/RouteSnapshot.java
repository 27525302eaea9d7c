// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.watch.NamespaceViews;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes of a sandbox as the cluster has them, with their status. Watches show them: no request is sent for them. */
public final class RouteSnapshot {

    private final NamespaceViews views;
    private final SandboxPlan plan;

    /**
     * Takes who shows them.
     *
     * @param plan the sandbox as it is now
     */
    public RouteSnapshot(NamespaceViews views, SandboxPlan plan) {
        this.views = views;
        this.plan = plan;
    }

    /** Returns them as YAML, without secrets; one that no watch shows is named in a comment. */
    String yaml() {
        return plan.routes().stream()
                .map(route -> shown(route)
                        .map(plan::yaml)
                        .orElseGet(() -> "# %s is not there, or no watch shows it%n".formatted(route.title())))
                .collect(Collectors.joining());
    }

    private Optional<GenericKubernetesResource> shown(SandboxRoute route) {
        CustomKind kind = CustomKind.of(route.object()).orElseThrow();
        return Stream.of(route.namespace(), plan.namespace())
                .flatMap(namespace -> views.routes(kind, namespace).stream())
                .flatMap(Collection::stream)
                .filter(object -> isNamed(object.getMetadata(), route.object().getMetadata()))
                .findFirst();
    }

    private static boolean isNamed(ObjectMeta object, ObjectMeta planned) {
        return object.getName().equals(planned.getName())
                && object.getNamespace().equals(planned.getNamespace());
    }
}

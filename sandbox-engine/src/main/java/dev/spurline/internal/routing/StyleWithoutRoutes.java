// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What styles that write no route have in common: nothing is read or refused for the sake of routes of others, which stay in
 * force, and such a style is taken where spurline.routing asks for it.
 */
abstract class StyleWithoutRoutes implements RoutingStyle {

    private final RoutingChoice choice;

    StyleWithoutRoutes(RoutingChoice choice) {
        this.choice = choice;
    }

    @Override
    public final Set<CustomKind> reads() {
        return Set.of();
    }

    @Override
    public final Set<CustomKind> writes() {
        return Set.of();
    }

    @Override
    public final void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        // Nothing of others decides about the forks.
    }

    @Override
    public final boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return false;
    }

    @Override
    public final Suitability suits(RoutedService service, SandboxRouting sandbox) {
        return new Suitability(sandbox.choice() == choice, sandbox.choice().reason());
    }

    @Override
    public List<SandboxRoute> routes(RoutedService service, SandboxRouting sandbox, Consumer<String> warnings) {
        return List.of();
    }

    @Override
    public final RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return new RouteAcceptance.Pending();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Staging overrides: a request says where the forks are, and the callers' Envoys obey, once somebody has configured them to.
 * No route is written, so nothing is read or refused for the sake of routes of others: they stay in force.
 */
final class StagingOverridesStyle implements RoutingStyle {

    @Override
    public Set<CustomKind> reads() {
        return Set.of();
    }

    @Override
    public Set<CustomKind> writes() {
        return Set.of();
    }

    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        // Nothing of others decides about the forks.
    }

    @Override
    public boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return false;
    }

    @Override
    public String title() {
        return "what requests say (staging overrides)";
    }

    @Override
    public Suitability suits(RoutedService service, SandboxRouting sandbox) {
        return new Suitability(
                sandbox.choice() == RoutingChoice.OVERRIDES, sandbox.choice().reason());
    }

    @Override
    public List<SandboxRoute> routes(RoutedService service, SandboxRouting sandbox, Consumer<String> warnings) {
        return List.of();
    }

    /** Its fork's Service has the same ports. */
    @Override
    public List<ForkMember> members(RoutedService service, SandboxRouting sandbox) {
        String namespace = service.service().getMetadata().getNamespace();
        String name = service.service().getMetadata().getName();
        return Optional.ofNullable(sandbox.forks().get(RoutedService.name(service.service()))).stream()
                .flatMap(fork -> service.ports().stream().map(port -> new ForkMember(name, namespace, port, fork)))
                .toList();
    }

    @Override
    public RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return new RouteAcceptance.Pending();
    }
}

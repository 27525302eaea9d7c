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
 * No routing at all, for a fork that is the first hop of a test's requests: those go by port-forward into the fork, and what
 * anybody else sends goes to the baseline.
 */
final class DirectStyle implements RoutingStyle {

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
        return "nothing: requests that a test sends to it go straight into the fork";
    }

    @Override
    public Suitability suits(RoutedService service, SandboxRouting sandbox) {
        return new Suitability(
                sandbox.choice() == RoutingChoice.DIRECT, sandbox.choice().reason());
    }

    @Override
    public List<SandboxRoute> routes(RoutedService service, SandboxRouting sandbox, Consumer<String> warnings) {
        warnings.accept(
                "Fork of %s gets only the requests that a test itself sends to that Service, because %s: what other workloads send to it reaches the baseline, whatever key it carries, and evidence counts only what the test's own clients send"
                        .formatted(service.title(), sandbox.choice().reason()));
        return List.of();
    }

    @Override
    public RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return new RouteAcceptance.Pending();
    }
}

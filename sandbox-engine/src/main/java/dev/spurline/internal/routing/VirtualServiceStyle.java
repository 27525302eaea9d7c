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

/** What all ways of routing by VirtualServices have in common. */
abstract class VirtualServiceStyle implements RoutingStyle {

    @Override
    public final Set<CustomKind> reads() {
        return writes();
    }

    @Override
    public final Set<CustomKind> writes() {
        return Set.of(CustomKind.VIRTUAL_SERVICE);
    }

    /** One of the styles tells of all VirtualServices: {@link VirtualServiceRootStyle}. */
    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {}

    @Override
    public final boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return mesh.istio();
    }

    @Override
    public final Suitability suits(RoutedService service, SandboxRouting sandbox) {
        Optional<String> obstacle = VirtualServiceGuard.obstacle(sandbox);
        return obstacle.isPresent()
                ? Suitability.no(obstacle.get())
                : suits(
                        service,
                        sandbox,
                        FollowedVirtualServices.of(service, sandbox).all());
    }

    /**
     * Returns whether a Service is to be routed in this way where VirtualServices can be written.
     *
     * @param followed the VirtualServices of others that its callers follow
     */
    abstract Suitability suits(RoutedService service, SandboxRouting sandbox, List<AttachedRoute> followed);

    @Override
    public final RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return VirtualServiceRoutes.acceptance();
    }
}

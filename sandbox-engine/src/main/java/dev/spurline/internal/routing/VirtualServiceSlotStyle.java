// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A VirtualService in the slot that the owner of the Service's VirtualService has put there. All sandboxes share it, and it holds
 * their rules itself, as delegates go one level only.
 */
final class VirtualServiceSlotStyle implements RoutingStyle {

    @Override
    public Set<CustomKind> reads() {
        return writes();
    }

    @Override
    public Set<CustomKind> writes() {
        return Set.of(CustomKind.VIRTUAL_SERVICE);
    }

    /** {@link VirtualServiceRootStyle} tells of them. */
    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {}

    @Override
    public boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return mesh.istio();
    }

    @Override
    public String title() {
        return "a VirtualService in the slot of another";
    }

    @Override
    public Suitability suits(RoutedService service, SandboxRouting sandbox) {
        Optional<String> obstacle = VirtualServiceGuard.obstacle(sandbox);
        if (obstacle.isPresent()) {
            return Suitability.no(obstacle.get());
        }
        DelegateSlot slot = DelegateSlot.of(service.service(), sandbox);
        List<AttachedRoute> followed =
                FollowedVirtualServices.of(service, sandbox).all();
        List<AttachedRoute> with = followed.stream()
                .filter(route -> slot.place(route.object()).isPresent())
                .toList();
        return with.isEmpty()
                ? Suitability.no("no VirtualService that its callers follow has the slot [%s]".formatted(slot.name()))
                : Suitability.yes("%s has the slot [%s]".formatted(AttachedRoute.titles(with), slot.name()));
    }

    @Override
    public List<SandboxRoute> routes(RoutedService routed, SandboxRouting sandbox, Consumer<String> warnings) {
        FollowedVirtualServices followed = FollowedVirtualServices.of(routed, sandbox);
        if (routed.ports().isEmpty() || !sandbox.concerns(routed, followed.all())) {
            return List.of();
        }
        VirtualServiceGuard guard = new VirtualServiceGuard(routed, sandbox);
        guard.check(followed);
        GenericKubernetesResource user = guard.only(followed);
        DelegateSlot slot = DelegateSlot.of(routed.service(), sandbox);
        slot.check(user);
        List<VirtualRule> rules = new VirtualRules(sandbox.survey(), followed.usual())
                .flat(user).stream().filter(rule -> !slot.isIn(rule)).toList();
        VirtualMatches.warnings(rules, sandbox.format()).forEach(warnings);
        new VirtualCoverage(routed).warning(rules, SandboxRoute.title(user)).ifPresent(warnings);
        return new VirtualServiceRoutes(routed, sandbox).inSlot(rules, user, slot.prefix(user));
    }

    @Override
    public List<GenericKubernetesResource> fromGateways(Service service, Survey survey) {
        return List.of();
    }

    @Override
    public RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return VirtualServiceRoutes.acceptance();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.function.Consumer;

/**
 * A VirtualService in the slot that the owner of the Service's VirtualService has put there. All sandboxes share it, and it holds
 * their rules itself, as delegates go one level only.
 */
final class VirtualServiceSlotStyle extends VirtualServiceStyle {

    @Override
    public String title() {
        return "a VirtualService in the slot of another";
    }

    @Override
    Suitability suits(RoutedService service, SandboxRouting sandbox, List<AttachedRoute> followed) {
        DelegateSlot slot = DelegateSlot.of(service.service(), sandbox);
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
}

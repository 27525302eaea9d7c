// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.function.Consumer;

/**
 * A VirtualService that outranks the public one of others, which is never written: it is exported by name to the namespaces of the
 * callers, has a slot for each sandbox, and after them the rules of the other as they are written. All sandboxes share it.
 *
 * <p>Istio says nowhere that such an object wins, its code and a real istiod do: {@link ShadowGuard} holds the conditions.
 */
final class VirtualServiceShadowStyle extends VirtualServiceStyle {

    @Override
    public String title() {
        return "a VirtualService that outranks the one of others";
    }

    @Override
    Suitability suits(RoutedService service, SandboxRouting sandbox, List<AttachedRoute> followed) {
        return followed.isEmpty()
                ? Suitability.no("its callers follow no VirtualService of others")
                : Suitability.yes(
                        "%s routes it, and has no slot for sandboxes".formatted(AttachedRoute.titles(followed)));
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
        new ShadowGuard(routed.service(), sandbox).check(user, followed);
        VirtualRules rules = new VirtualRules(sandbox.survey(), followed.usual());
        List<VirtualRule> flat = rules.flat(user);
        VirtualMatches.warnings(flat, sandbox.format()).forEach(warnings);
        List<VirtualRule> missing = new VirtualCoverage(routed).missing(flat);
        if (!missing.isEmpty()) {
            guard.refuseFurther(followed);
        }
        return new VirtualServiceRoutes(routed, sandbox)
                .shadowing(flat, tail(rules, user, routed.service()), missing, user);
    }

    /** Written in another namespace, the user's delegates need not be seen by ours: then their rules stand for them. */
    private static List<VirtualRule> tail(VirtualRules rules, GenericKubernetesResource user, Service service) {
        boolean here =
                user.getMetadata().getNamespace().equals(service.getMetadata().getNamespace());
        return here ? VirtualRules.written(user) : rules.flat(user);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Refuses to outrank a VirtualService of others where that is not known to hold for all callers. */
final class ShadowGuard {

    /** The minors of Istio on which a real istiod has shown that an object exported by name outranks a public one. */
    private static final Set<String> PROVEN = Set.of("1.31");

    private final Service service;
    private final SandboxRouting sandbox;

    ShadowGuard(Service service, SandboxRouting sandbox) {
        this.service = service;
        this.sandbox = sandbox;
    }

    /**
     * Checks the VirtualService that the callers follow.
     *
     * @throws PreflightException with the slot to paste
     */
    void check(GenericKubernetesResource user, FollowedVirtualServices followed) {
        refuseUnsaid(user);
        refuseOutranked(user, followed);
        refuseSpelling(user);
        refuseSlots(user);
        refuseUnproven(user);
    }

    /** Beside one that its callers do not see, ours would give them rules that they had not. */
    private void refuseUnsaid(GenericKubernetesResource user) {
        List<String> others = sandbox.callers(service).stream()
                .filter(caller -> !caller.equals(user.getMetadata().getNamespace()))
                .toList();
        refuseUnseen(user, others);
        Optional<String> unknown = MeshDefaults.of(sandbox.survey()).unknown();
        if (unknown.isPresent() && Visibility.isUsual(user) && !others.isEmpty()) {
            throw refused(
                    user,
                    "does not say whether callers in namespaces %s follow it, and %s: let it say exportTo: [\"*\"], or grant get on that ConfigMap, as docs/rbac-istio-system.yaml does"
                            .formatted(others, unknown.get()));
        }
    }

    /** Each revision of Istio has a MeshConfig of its own, and of which the proxies of a namespace are only its pods tell. */
    private void refuseUnseen(GenericKubernetesResource user, List<String> others) {
        List<String> unseen = others.stream().filter(this::isUnseen).toList();
        if (Visibility.isUsual(user) && !unseen.isEmpty()) {
            throw refused(
                    user,
                    "does not say whether callers in namespaces %s follow it, and of which revision of Istio their proxies are is not known, as no pod of theirs was seen: let it say exportTo: [\"*\"], or grant list on pods, and create and get on pods/portforward, there"
                            .formatted(unseen));
        }
    }

    private boolean isUnseen(String caller) {
        Survey survey = sandbox.survey();
        return survey.mesh() == ServiceMesh.ISTIO
                && !survey.read().contains(caller)
                && survey.pods().stream()
                        .noneMatch(pod -> pod.getMetadata().getNamespace().equals(caller));
    }

    private void refuseOutranked(GenericKubernetesResource user, FollowedVirtualServices followed) {
        String home = service.getMetadata().getNamespace();
        SortedMap<String, AttachedRoute> unbeatable = followed.unbeatable(home);
        if (!unbeatable.isEmpty()) {
            String how = Visibility.isUsual(user)
                    ? "is exported to %s by the defaults of the mesh".formatted(followed.usual())
                    : "is exported by name to namespace %s of its callers".formatted(List.copyOf(unbeatable.keySet()));
            throw refused(user, how + ", so that no VirtualService of ours could outrank it there: export it to [*]");
        }
    }

    /** Istio takes a name with dots that is not the full one for another host, and answers for that spelling alone. */
    private void refuseSpelling(GenericKubernetesResource user) {
        List<IstioHost> spellings = VirtualServiceAttachments.spellings(user, service, sandbox.survey());
        String full = new ServiceHosts(service).full(sandbox.survey());
        boolean whole = spellings.stream()
                .anyMatch(host ->
                        host.isShort() || host.isWildcard() || host.text().equalsIgnoreCase(full));
        if (!whole) {
            throw new PreflightException(
                    "%s names [%s], which Istio takes for another host than Service [%s/%s]: its rules are for requests to that spelling alone. Let it name [%s]"
                            .formatted(
                                    SandboxRoute.title(user),
                                    spellings.get(0).text(),
                                    service.getMetadata().getNamespace(),
                                    service.getMetadata().getName(),
                                    full));
        }
    }

    private void refuseSlots(GenericKubernetesResource user) {
        VirtualRules.written(user).stream()
                .filter(rule -> SharedRoute.key(
                                rule.json(), service.getMetadata().getName())
                        .isPresent())
                .findFirst()
                .ifPresent(rule -> {
                    throw new PreflightException(
                            "%s leads to [%s], which is what Spurline calls a slot of a sandbox: give that delegate another name"
                                    .formatted(
                                            SandboxRoute.title(user),
                                            rule.json()
                                                    .at("/delegate/name")
                                                    .asText(rule.json()
                                                            .path("name")
                                                            .asText())));
                });
    }

    private void refuseUnproven(GenericKubernetesResource user) {
        switch (sandbox.shadow()) {
            case OFF -> throw refused(user, "may not be outranked, as %s is [off]".formatted(Setting.SHADOW.key()));
            case AUTO -> {
                Optional<String> reason = sandbox.survey().mesh() == ServiceMesh.ISTIO_AMBIENT
                        ? Optional.of("here a waypoint routes, where nobody has tried it")
                        : IstioVersion.of(sandbox.survey()).unproven(PROVEN);
                if (reason.isPresent()) {
                    throw refused(
                            user,
                            "would have to be outranked, which is proven on Istio %s alone, and %s: set %s to [on] if a test on your cluster shows that it holds there"
                                    .formatted(PROVEN, reason.get(), Setting.SHADOW.key()));
                }
            }
            case ON -> {}
        }
    }

    private PreflightException refused(GenericKubernetesResource user, String why) {
        return new PreflightException(
                "%s of Service [%s/%s] %s. Or let its owner put a slot for sandboxes before its rules, which does nothing while there is none:\n%s"
                        .formatted(
                                SandboxRoute.title(user),
                                service.getMetadata().getNamespace(),
                                service.getMetadata().getName(),
                                why,
                                DelegateSlot.of(service, sandbox).yaml(user)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says where no rules of ours at a gateway would be right, as the end of a sentence. Requests with the key reach the baseline
 * there, as without us; nothing is refused.
 */
final class GatewayRuleGuard {

    private final SandboxRouting sandbox;
    private final IstioGateways gateways;
    private final List<GatewayVirtualService> all;

    GatewayRuleGuard(SandboxRouting sandbox, IstioGateways gateways, List<GatewayVirtualService> all) {
        this.sandbox = sandbox;
        this.gateways = gateways;
        this.all = all;
    }

    /** Returns why no rules can be made for a group. */
    Optional<String> obstacle(GatewayRuleGroup<GatewayVirtualService> group, String home, Set<String> pods) {
        return Stream.<Supplier<Optional<String>>>of(
                        this::general,
                        () -> missing(home),
                        () -> GatewayRuleGroup.unread(sandbox.survey(), Set.of(CustomKind.VIRTUAL_SERVICE)),
                        () -> controlled(group),
                        group::severalRevisions,
                        () -> hidden(group, pods),
                        () -> closerThanOurs(group, pods),
                        () -> wider(group),
                        () -> joined(group),
                        () -> limited(group),
                        () -> closedToOurs(group, home))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> general() {
        if (sandbox.choice() == RoutingChoice.GATEWAY_API) {
            return Optional.of("for %s".formatted(sandbox.choice().reason()));
        }
        if (sandbox.survey().served(CustomKind.VIRTUAL_SERVICE).isEmpty()) {
            return Optional.of("for the cluster serves no VirtualService");
        }
        return sandbox.anchored()
                ? Optional.empty()
                : Optional.of(
                        "for with spurline.anchor=none nothing would end rules of ours there when nobody follows it any more");
    }

    private Optional<String> missing(String home) {
        return sandbox.mayMake(CustomKind.VIRTUAL_SERVICE, home)
                ? Optional.empty()
                : Optional.of(
                        "for no VirtualService may be made in namespace [%s]: grant it as the Role [spurline-virtual-services] of docs/rbac.yaml does"
                                .formatted(home));
    }

    private Optional<String> controlled(GatewayRuleGroup<GatewayVirtualService> group) {
        return group.members().stream()
                .flatMap(member -> VirtualServiceGuard.controller(member.object(), sandbox.survey()).stream()
                        .map(controller -> "for %s is written by %s, which shifts traffic with it"
                                .formatted(member.title(), controller)))
                .findFirst();
    }

    private Visibility visibility(GatewayVirtualService service, String pods) {
        return Visibility.of(service.object(), pods, MeshDefaults.exportTo(sandbox.survey()));
    }

    private static Optional<String> hidden(GatewayRuleGroup<GatewayVirtualService> group, Set<String> pods) {
        return pods.isEmpty()
                ? Optional.of("for no gateway pods are known that see all of %s".formatted(group.titles()))
                : Optional.empty();
    }

    /** Ours are exported by name: of equals the older decides (VirtualServicesForGateway in pilot/pkg/model/push_context.go). */
    private Optional<String> closerThanOurs(GatewayRuleGroup<GatewayVirtualService> group, Set<String> pods) {
        return group.members().stream()
                .filter(member -> pods.stream().anyMatch(space -> visibility(member, space) != Visibility.PUBLIC))
                .filter(member -> group.members().size() > 1 || !member.takesAllOnly())
                .map(member ->
                        "for %s is itself private or exported by name to its gateway's namespace, where it outranks ours: let its exportTo be [\"*\"]"
                                .formatted(member.title()))
                .findFirst();
    }

    /** If the narrower host went, requests without a key would follow the wider one, but for rules of ours that stay a moment longer. */
    private Optional<String> wider(GatewayRuleGroup<GatewayVirtualService> group) {
        return all.stream()
                .filter(other -> other.gateways().stream().anyMatch(gateway -> shared(gateway, group)))
                .flatMap(other -> other.hosts().stream()
                        .filter(host -> group.hosts().stream().anyMatch(own -> IstioGateways.covers(host, own)))
                        .map(host ->
                                "for %s answers there for [%s], and requests without a key would miss it for a moment if somebody took host %s away"
                                        .formatted(other.title(), host, group.hosts())))
                .findFirst();
    }

    private boolean shared(String gateway, GatewayRuleGroup<GatewayVirtualService> group) {
        return group.gateways().stream().anyMatch(own -> gateways.mayShare(own, gateway));
    }

    /** Hosts that differ are one to a gateway whose own host is within both. */
    private Optional<String> joined(GatewayRuleGroup<GatewayVirtualService> group) {
        for (String gateway : group.gateways()) {
            for (GatewayVirtualService other : others(group).toList()) {
                for (String host : other.hosts()) {
                    boolean narrower = group.hosts().stream().anyMatch(own -> IstioGateways.covers(own, host));
                    boolean same = group.hosts().contains(host);
                    if (other.gateways().contains(gateway)
                            && narrower
                            && !(gateways.isKnown(gateway) && !gateways.narrows(gateway, host))) {
                        return Optional.of(unclear(other, gateway, host));
                    }
                    if (same && other.gateways().stream().anyMatch(name -> isTwin(gateway, name))) {
                        return Optional.of(unclear(other, gateway, host));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean isTwin(String gateway, String other) {
        return !gateway.equals(other)
                && gateways.isKnown(gateway)
                && gateways.isKnown(other)
                && gateways.mayShare(gateway, other);
    }

    private static String unclear(GatewayVirtualService other, String gateway, String host) {
        return "for its rules and those of %s for [%s] may be joined at Gateway [%s], in an order that is not known"
                .formatted(other.title(), host, gateway);
    }

    private Stream<GatewayVirtualService> others(GatewayRuleGroup<GatewayVirtualService> group) {
        return all.stream().filter(other -> !group.members().contains(other));
    }

    /** Where such a rule counts it comes last, and elsewhere there is none: no one order of copies is right. */
    private static Optional<String> limited(GatewayRuleGroup<GatewayVirtualService> group) {
        return group.members().stream()
                .filter(member -> group.members().size() > 1 && member.takesAllSometimes())
                .map(member ->
                        "for %s has a rule for all requests to a port, or at some gateways, which comes after those of others for the same host there alone"
                                .formatted(member.title()))
                .findFirst();
    }

    /** A Gateway may let VirtualServices of some namespaces in: ours could count where none of theirs does, and hide other hosts. */
    private Optional<String> closedToOurs(GatewayRuleGroup<GatewayVirtualService> group, String home) {
        boolean together =
                group.members().stream().allMatch(member -> member.namespace().equals(home));
        return together
                ? Optional.empty()
                : group.gateways().stream()
                        .filter(gateway -> !gateways.isKnown(gateway) || !gateways.isOpen(gateway))
                        .map(gateway -> gateways.isKnown(gateway)
                                ? "for Gateway [%s] lets VirtualServices of some namespaces in, and ours would be in namespace [%s]"
                                        .formatted(gateway, home)
                                : "for Gateway [%s] cannot be read, which may let VirtualServices of some namespaces in, and ours would be in namespace [%s]: grant list on [gateways.networking.istio.io] in all namespaces"
                                        .formatted(gateway, home))
                        .findFirst();
    }
}

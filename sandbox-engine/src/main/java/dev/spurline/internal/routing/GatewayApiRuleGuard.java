// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says where no route of ours at a Gateway of the Gateway API would be right, as the end of a sentence. Requests with the key
 * reach the baseline there, as without us; nothing is refused.
 */
final class GatewayApiRuleGuard {

    private final SandboxRouting sandbox;
    private final List<GatewayApiRoute> all;
    private final Set<String> services;

    GatewayApiRuleGuard(SandboxRouting sandbox, List<GatewayApiRoute> all, Set<String> services) {
        this.sandbox = sandbox;
        this.all = all;
        this.services = services;
    }

    /** Returns why no route can be made for a group. */
    Optional<String> obstacle(GatewayRuleGroup<GatewayApiRoute> group) {
        return Stream.<Supplier<Optional<String>>>of(
                        this::unowned,
                        () -> elsewhere(group),
                        () -> missing(group),
                        () -> GatewayRuleGroup.unread(sandbox.survey(), GatewayApiRoute.KINDS),
                        () -> severalKinds(group),
                        group::severalRevisions,
                        () -> severalListeners(group),
                        () -> overlapping(group),
                        () -> rivals(group))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> unowned() {
        return sandbox.anchored()
                ? Optional.empty()
                : Optional.of(
                        "for with spurline.anchor=none nothing would end rules of ours there when nobody follows it any more");
    }

    /** ReferenceGrant of the Gateway API: a route names Services of other namespaces only where these allow it, often by name. */
    private Optional<String> elsewhere(GatewayRuleGroup<GatewayApiRoute> group) {
        String home = group.leading(services).namespace();
        return group.leadsTo(services).stream()
                .filter(service -> !service.startsWith(home + "/"))
                .map(service ->
                        "for it is in namespace [%s], and a route of ours there would need a ReferenceGrant for the fork's Service in namespace [%s]: put it beside the Service"
                                .formatted(home, service.substring(0, service.indexOf('/'))))
                .findFirst();
    }

    private Optional<String> missing(GatewayRuleGroup<GatewayApiRoute> group) {
        CustomKind kind = group.leading(services).route().kind();
        String home = group.leading(services).namespace();
        return sandbox.mayMake(kind, home)
                ? Optional.empty()
                : Optional.of("for no [%s] may be made in namespace [%s]: grant it as docs/rbac.yaml does"
                        .formatted(kind.resource(), home));
    }

    /** Gateway API: a listener has one kind of route for a host, and leaves it open which. */
    private static Optional<String> severalKinds(GatewayRuleGroup<GatewayApiRoute> group) {
        Set<CustomKind> kinds =
                group.members().stream().map(member -> member.route().kind()).collect(Collectors.toSet());
        return kinds.size() > 1
                ? Optional.of("for %s are for the same hosts %s, of which a gateway follows one kind"
                        .formatted(group.titles(), group.hosts()))
                : Optional.empty();
    }

    private static Optional<String> severalListeners(GatewayRuleGroup<GatewayApiRoute> group) {
        return group.gateways().stream()
                .filter(gateway -> group.members().stream()
                                .map(member -> member.listeners(gateway))
                                .distinct()
                                .count()
                        > 1)
                .map(gateway -> "for %s name different listeners of Gateway [%s]: let all of them name the same"
                        .formatted(group.titles(), gateway))
                .findFirst();
    }

    /** Whether routes for both hosts meet at a listener depends on its own hostname. */
    private Optional<String> overlapping(GatewayRuleGroup<GatewayApiRoute> group) {
        return all.stream()
                .filter(other -> !Collections.disjoint(other.gateways(), group.gateways()))
                .flatMap(other -> other.hosts().stream()
                        .filter(host -> group.hosts().stream()
                                .anyMatch(own -> IstioGateways.covers(own, host) || IstioGateways.covers(host, own)))
                        .map(host ->
                                "for %s is for hosts [%s] at the same Gateway, which overlap with %s: which of them decides depends on the listener"
                                        .formatted(other.title(), host, group.hosts())))
                .findFirst();
    }

    /** What a match asks for besides path and method counts only between equal ones: rules of other namespaces are not copied. */
    private Optional<String> rivals(GatewayRuleGroup<GatewayApiRoute> group) {
        String home = group.leading(services).namespace();
        Set<String> own = new HashSet<>();
        group.members().stream()
                .filter(member -> member.namespace().equals(home))
                .forEach(member -> own.addAll(member.paths()));
        return group.members().stream()
                .filter(member -> !member.namespace().equals(home))
                .filter(member -> !Collections.disjoint(member.paths(), own))
                .map(member ->
                        "for %s of another namespace asks for the same paths, and which of both a request with the key takes depends on what they ask for besides"
                                .formatted(member.title()))
                .findFirst();
    }
}

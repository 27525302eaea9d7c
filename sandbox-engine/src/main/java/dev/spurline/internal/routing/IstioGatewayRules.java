// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of a sandbox at Istio's gateways. A gateway joins the rules of all VirtualServices for a host, so that one of ours
 * with the rules of others and the key in each match is enough, if it comes first: it is exported by name to the namespaces of
 * the gateway's pods (VirtualServicesForGateway in pilot/pkg/model/push_context.go). It says nothing of other requests.
 */
final class IstioGatewayRules {

    private final SandboxRouting sandbox;
    private final Survey survey;
    private final Set<String> services;
    private final IstioGateways gateways;
    private final List<GatewayVirtualService> all = new ArrayList<>();
    private final List<UnkeyedGatewayRoute> left = new ArrayList<>();
    private final List<SandboxRoute> routes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> unseen = new TreeSet<>();
    private final Map<String, Set<String>> unknown = new LinkedHashMap<>();

    /**
     * Plans the rules.
     *
     * @param services the forked Services that gateways lead to straight, as {@code namespace/name}
     * @param made the routes that the sandbox has besides
     */
    IstioGatewayRules(SandboxRouting sandbox, Set<String> services, List<SandboxRoute> made) {
        this.sandbox = sandbox;
        this.survey = sandbox.survey();
        this.services = services;
        Set<String> elsewhere = new TreeSet<>(sandbox.callers());
        elsewhere.addAll(sandbox.gateways());
        elsewhere.removeAll(survey.read());
        this.gateways = new IstioGateways(survey, elsewhere);
        survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> !SpurlineLabels.ofSandbox(object))
                .forEach(this::read);
        all.sort(GatewayVirtualService.BY_AGE);
        if (survey.mesh().istio()) {
            Set<GenericKubernetesResource> slots = slots(made);
            GatewayRuleGroup.of(all, services).stream()
                    .filter(group -> group.members().size() > 1
                            || !slots.contains(group.members().get(0).object()))
                    .forEach(this::plan);
        } else {
            all.forEach(service -> leave(service, UnkeyedGatewayRoute.NOBODY_FOLLOWS));
        }
    }

    /** Returns the routes. */
    List<SandboxRoute> routes() {
        return routes;
    }

    /** Returns the routes of others that lead requests with the key past the forks, and why. */
    List<UnkeyedGatewayRoute> left() {
        return left;
    }

    /** Returns what is to be known of the routes. */
    List<String> warnings() {
        return warnings;
    }

    private void read(GenericKubernetesResource object) {
        try {
            GatewayVirtualService.read(object, survey).ifPresent(all::add);
        } catch (PreflightException unread) {
            // It may lead to a fork, and its rules may come before those of others for the same hosts.
            unknown.put("for " + unread.getMessage(), GatewayVirtualService.hosts(object, survey));
            warnings.add("Requests at gateways: %s".formatted(unread.getMessage()));
        }
    }

    /** What stands in a slot decides at gateways, too. */
    private Set<GenericKubernetesResource> slots(List<SandboxRoute> made) {
        Set<String> shared = made.stream()
                .filter(route -> SharedRoute.of(route.object()).isPresent())
                .filter(route -> VirtualServiceAttachments.spec(route.object())
                        .path("hosts")
                        .isEmpty())
                .map(route ->
                        route.namespace() + "/" + route.object().getMetadata().getName())
                .collect(Collectors.toSet());
        return all.stream()
                .map(GatewayVirtualService::object)
                .filter(object -> VirtualRules.written(object).stream()
                        .limit(1)
                        .map(rule -> rule.json().at("/delegate/namespace").asText(rule.namespace()) + "/"
                                + rule.json().at("/delegate/name").asText())
                        .anyMatch(shared::contains))
                .collect(Collectors.toSet());
    }

    private void plan(GatewayRuleGroup<GatewayVirtualService> group) {
        String home = home(group);
        Set<String> pods = seenBy(group);
        Optional<String> obstacle =
                unknown(group).or(() -> new GatewayRuleGuard(sandbox, gateways, all).obstacle(group, home, pods));
        if (obstacle.isPresent()) {
            group.members().forEach(member -> leave(member, obstacle.get()));
            return;
        }
        List<ObjectNode> keyed;
        try {
            keyed = new VirtualRuleCopy(sandbox, home)
                    .keyedAtGateways(GatewayVirtualService.joined(group.members()), made());
        } catch (PreflightException e) {
            group.members().forEach(member -> leave(member, "for " + e.getMessage()));
            return;
        }
        VirtualMatches.warningsAtGateways(GatewayVirtualService.joined(group.members()), sandbox.format())
                .forEach(warnings::add);
        GatewayVirtualService leading = group.leading(services);
        List<String> hosts =
                group.hosts().stream().map(host -> leading.written(host, home)).toList();
        GenericKubernetesResource object = VirtualServiceObjects.atGateways(
                sandbox,
                name(leading, home),
                home,
                group.labels(sandbox.labels()),
                hosts,
                group.gateways(),
                pods,
                keyed);
        routes.add(new SandboxRoute(
                object,
                group.names(services),
                keyed.stream().map(rule -> rule.path("name").asText()).toList(),
                RouteAudience.ofGateways(gateways.pods(group.gateways())),
                0,
                sentence(object, group, pods, keyed)));
        warnOfUnseen(group, pods);
    }

    /** Returns how many rules the objects have that are planned already. */
    private int made() {
        return routes.stream().mapToInt(route -> route.proxyNames().size()).sum();
    }

    private Optional<String> unknown(GatewayRuleGroup<GatewayVirtualService> group) {
        return unknown.entrySet().stream()
                .filter(unread -> unread.getValue().stream()
                        .anyMatch(host -> group.hosts().stream().anyMatch(own -> meets(host, own))))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean meets(String host, String own) {
        return host.equals(own) || IstioGateways.covers(host, own) || IstioGateways.covers(own, host);
    }

    private void leave(GatewayVirtualService service, String reason) {
        service.leadsTo(services).forEach(name -> left.add(new UnkeyedGatewayRoute(service.title(), name, reason)));
    }

    /** Beside the first of the others, where each gateway lets it in that lets the other in; or beside the fork. */
    private String home(GatewayRuleGroup<GatewayVirtualService> group) {
        GatewayVirtualService leading = group.leading(services);
        return survey.read().contains(leading.namespace())
                ? leading.namespace()
                : leading.leadsTo(services).iterator().next().split("/", 2)[0];
    }

    /** Returns the namespaces of gateway pods that see all members: for others their rules are none. */
    private Set<String> seenBy(GatewayRuleGroup<GatewayVirtualService> group) {
        List<String> usual = MeshDefaults.exportTo(survey);
        return gateways.namespaces(group.gateways()).stream()
                .filter(pods -> group.members().stream()
                        .allMatch(member -> Visibility.of(member.object(), pods, usual) != Visibility.HIDDEN))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the same VirtualService there can be several groups, as it has hosts that others have, too. */
    private String name(GatewayVirtualService leading, String home) {
        String base = leading.object().getMetadata().getName() + "-gateway";
        String full = leading.namespace().equals(home) ? base : leading.namespace() + "-" + base;
        String name = sandbox.names().of(full);
        long before = routes.stream()
                .filter(route -> route.object().getMetadata().getName().startsWith(name)
                        && route.namespace().equals(home))
                .count();
        return before == 0 ? name : sandbox.names().of(full, "-%02d".formatted(before));
    }

    private String sentence(
            GenericKubernetesResource object,
            GatewayRuleGroup<GatewayVirtualService> group,
            Set<String> pods,
            List<ObjectNode> keyed) {
        return "VirtualService %s sends requests with the key that gateways %s lead to Service %s for hosts %s to the fork%s, by the rules of %s with the key added; it is for gateway pods in namespaces %s, and says nothing of other requests"
                .formatted(
                        object.getMetadata().getName(),
                        group.gateways(),
                        group.names(services),
                        group.hosts(),
                        VirtualNoStore.in(keyed) ? NoStore.SAID : "",
                        group.titles(),
                        pods);
    }

    private void warnOfUnseen(GatewayRuleGroup<GatewayVirtualService> group, Set<String> pods) {
        for (String gateway : group.gateways()) {
            if (!gateways.seesPods(gateway) && unseen.add(gateway)) {
                warnings.add(
                        "No pod of Gateway [%s] was seen: rules with the key are for gateway pods in namespaces %s. If they are elsewhere, requests with the key reach the baseline there: name one of their workloads with spurline.gateways, or enter by port-forward, without spurline.entry"
                                .formatted(gateway, pods));
            }
        }
    }
}

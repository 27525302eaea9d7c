// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a sandbox at Gateways of the Gateway API. A listener merges the rules of all routes for a host; of those with
 * equal paths and methods it follows the one that asks for more headers, and of equals the oldest. So one of ours with all
 * rules of others and the key in each match is followed where they are equal but for the key. It says nothing of other requests.
 */
final class GatewayApiRules {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SandboxRouting sandbox;
    private final Set<String> services;
    private final List<GatewayApiRoute> all;
    private final List<SandboxRoute> routes = new ArrayList<>();
    private final List<UnkeyedGatewayRoute> left = new ArrayList<>();

    /**
     * Plans the rules.
     *
     * @param services the forked Services that gateways lead to straight, as {@code namespace/name}
     */
    GatewayApiRules(SandboxRouting sandbox, Set<String> services) {
        this.sandbox = sandbox;
        this.services = services;
        this.all = GatewayApiRoute.all(sandbox.survey());
        GatewayRuleGroup.of(all, services).forEach(this::plan);
    }

    /** Returns the routes. */
    List<SandboxRoute> routes() {
        return routes;
    }

    /** Returns the routes of others that lead requests with the key past the forks, and why. */
    List<UnkeyedGatewayRoute> left() {
        return left;
    }

    private void plan(GatewayRuleGroup<GatewayApiRoute> group) {
        Optional<String> obstacle = new GatewayApiRuleGuard(sandbox, all, services).obstacle(group);
        if (obstacle.isPresent()) {
            leave(group, obstacle.get());
            return;
        }
        String home = group.leading(services).namespace();
        List<AttachedRoute> copied = group.members().stream()
                .map(GatewayApiRoute::route)
                .filter(route -> route.namespace().equals(home))
                .toList();
        try {
            List<OwnRule> rules = keyed(copied, home);
            NoStore.on(group.leading(services).route().kind(), rules, sandbox);
            make(group, copied, rules, home);
            leaveOthers(group, home);
        } catch (PreflightException e) {
            leave(group, "for " + e.getMessage());
        }
    }

    private void leave(GatewayRuleGroup<GatewayApiRoute> group, String reason) {
        group.members()
                .forEach(member -> member.leadsTo(services)
                        .forEach(service -> left.add(new UnkeyedGatewayRoute(member.title(), service, reason))));
    }

    /** What their rules lead to the forked Service is not copied, as their backends are others' to name. */
    private void leaveOthers(GatewayRuleGroup<GatewayApiRoute> group, String home) {
        group.members().stream()
                .filter(member -> !member.namespace().equals(home))
                .forEach(member -> member.leadsTo(services)
                        .forEach(service -> left.add(new UnkeyedGatewayRoute(
                                member.title(),
                                service,
                                "for its rules are in another namespace than those with the key, in [%s]"
                                        .formatted(home)))));
    }

    private List<OwnRule> keyed(List<AttachedRoute> copied, String home) {
        RuleCopy copy = new RuleCopy(sandbox, home, Optional.empty());
        List<OwnRule> rules = new ArrayList<>();
        copied.forEach(route ->
                route.rules().forEach(rule -> rules.addAll(OwnRule.all(copy.of(rule, route), OwnRule.Purpose.KEYED))));
        return rules;
    }

    private void make(
            GatewayRuleGroup<GatewayApiRoute> group, List<AttachedRoute> copied, List<OwnRule> rules, String home) {
        GatewayApiRoute leading = group.leading(services);
        CustomKind kind = leading.route().kind();
        List<List<OwnRule>> parts = RouteParts.split(rules, List.of());
        for (int part = 0; part < parts.size(); part++) {
            ObjectNode spec = head(group, leading);
            ArrayNode list = spec.putArray("rules");
            parts.get(part).forEach(rule -> list.add(rule.json()));
            ObjectMeta metadata = new ObjectMetaBuilder()
                    .withName(name(leading, home))
                    .withNamespace(home)
                    .withLabels(group.labels(sandbox.labels()))
                    .build();
            String version = sandbox.survey().served(kind).orElseThrow();
            GenericKubernetesResource object = RouteParts.resource(kind, version, metadata, spec);
            routes.add(new SandboxRoute(
                    object,
                    group.names(services),
                    List.of(),
                    RouteAudience.ofGateways(Set.of()),
                    part,
                    sentence(object, group, copied, NoStore.clause(kind, parts.get(part), sandbox))));
        }
    }

    /** The same listeners and hosts. */
    private static ObjectNode head(GatewayRuleGroup<GatewayApiRoute> group, GatewayApiRoute leading) {
        ObjectNode spec = JSON.objectNode();
        spec.putArray("parentRefs").addAll(leading.parents(group.gateways()));
        if (!group.hosts().equals(Set.of(GatewayApiRoute.ANY))) {
            ArrayNode hosts = spec.putArray("hostnames");
            group.hosts().forEach(hosts::add);
        }
        return spec;
    }

    private String name(GatewayApiRoute leading, String home) {
        String base = leading.route().name() + "-gateway";
        String name = sandbox.names().of(base);
        long before = routes.stream()
                .filter(route -> route.namespace().equals(home)
                        && route.object()
                                .getKind()
                                .equals(leading.route().kind().kind())
                        && route.object().getMetadata().getName().startsWith(name))
                .count();
        return before == 0 ? name : sandbox.names().of(base, "-%02d".formatted(before));
    }

    private String sentence(
            GenericKubernetesResource object,
            GatewayRuleGroup<GatewayApiRoute> group,
            List<AttachedRoute> copied,
            String answers) {
        return "%s %s sends requests with the key that gateways %s lead to Service %s for hosts %s to the fork%s, by the rules of %s with the key added; it says nothing of other requests"
                .formatted(
                        object.getKind(),
                        object.getMetadata().getName(),
                        group.gateways(),
                        group.names(services),
                        group.hosts(),
                        answers,
                        AttachedRoute.titles(copied));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts at gateways about which the same routes of others decide, and so are copied together.
 *
 * @param members the routes, in the order in which the gateway follows what is equal
 * @param gateways the Gateways, as {@code namespace/name}
 * @param hosts the hosts
 */
record GatewayRuleGroup<R extends GatewayRoute>(List<R> members, Set<String> gateways, Set<String> hosts) {

    /** Copies the collections. */
    GatewayRuleGroup {
        members = List.copyOf(members);
        gateways = new TreeSet<>(gateways);
        hosts = new TreeSet<>(hosts);
    }

    /**
     * Returns the groups in which some Services are led to.
     *
     * @param all the routes, in the order in which a gateway follows what is equal
     * @param services the Services, as {@code namespace/name}
     */
    static <R extends GatewayRoute> List<GatewayRuleGroup<R>> of(List<R> all, Set<String> services) {
        Map<String, Map<List<R>, Set<String>>> hosts = new TreeMap<>();
        for (R leading : all) {
            if (!leading.leadsTo(services).isEmpty()) {
                for (String gateway : leading.gateways()) {
                    for (String host : leading.hosts()) {
                        hosts.computeIfAbsent(gateway, name -> new LinkedHashMap<>())
                                .computeIfAbsent(deciding(all, gateway, host), members -> new TreeSet<>())
                                .add(host);
                    }
                }
            }
        }
        return joined(hosts);
    }

    private static <R extends GatewayRoute> List<R> deciding(List<R> all, String gateway, String host) {
        return all.stream()
                .filter(route ->
                        route.gateways().contains(gateway) && route.hosts().contains(host))
                .toList();
    }

    /** One object can say the same at several gateways. */
    private static <R extends GatewayRoute> List<GatewayRuleGroup<R>> joined(
            Map<String, Map<List<R>, Set<String>>> hosts) {
        Map<GatewayRuleGroup<R>, Set<String>> gateways = new LinkedHashMap<>();
        hosts.forEach((gateway, groups) -> groups.forEach((members, names) -> gateways.computeIfAbsent(
                        new GatewayRuleGroup<>(members, Set.of(), names), group -> new TreeSet<>())
                .add(gateway)));
        List<GatewayRuleGroup<R>> joined = new ArrayList<>();
        gateways.forEach((group, names) -> joined.add(new GatewayRuleGroup<>(group.members, names, group.hosts)));
        return joined;
    }

    /** Returns the member after which the object is called: the first of those that lead to some Services. */
    R leading(Set<String> services) {
        return members.stream()
                .filter(member -> !member.leadsTo(services).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Returns those of some Services that are led to, in the order of the members. */
    Set<String> leadsTo(Set<String> services) {
        Set<String> names = new LinkedHashSet<>();
        members.forEach(member -> names.addAll(member.leadsTo(services)));
        return names;
    }

    /** Returns the names of those of some Services that are led to, as in messages. */
    String names(Set<String> services) {
        return String.join(
                ", ",
                leadsTo(services).stream()
                        .map(name -> name.substring(name.indexOf('/') + 1))
                        .toList());
    }

    /**
     * Returns the labels of an object of ours, which the same control planes of Istio are to read as the members.
     *
     * @param own those of all objects of the sandbox
     */
    Map<String, String> labels(Map<String, String> own) {
        return ObjectRevision.labels(
                own, members.stream().map(GatewayRoute::object).toList());
    }

    /**
     * Returns why it is not known which routes decide about the hosts, as the end of a sentence. One that cannot be read may be
     * for the same host, or for a wildcard around it that would answer if somebody took the host away.
     *
     * @param kinds the kinds of routes that may
     */
    static Optional<String> unread(Survey survey, Set<CustomKind> kinds) {
        return kinds.stream()
                .sorted()
                .filter(kind -> survey.served(kind).isPresent())
                .filter(survey::unreadElsewhere)
                .findFirst()
                .map(kind ->
                        "for %ss of other namespaces cannot be read, of which one may be for the same host, or for a wildcard around it: grant list and watch on [%s] in all namespaces"
                                .formatted(kind.kind(), kind.resource()));
    }

    /** Returns why no one object could be read by the same control planes as the members, as the end of a sentence. */
    Optional<String> severalRevisions() {
        long revisions = members.stream()
                .map(member -> ObjectRevision.label(member.object()))
                .distinct()
                .count();
        return revisions > 1
                ? Optional.of("for %s are for different revisions of Istio (label %s)"
                        .formatted(titles(), ObjectRevision.LABEL))
                : Optional.empty();
    }

    /** Returns the members, as in messages. */
    String titles() {
        return String.join(", ", members.stream().map(GatewayRoute::title).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.internal.plan.EntryWish;
import dev.spurline.internal.preflight.AccessRight;
import dev.spurline.internal.routing.GatewayLead;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides on which way through a gateway requests to a Service go in: by a host that is named rather than a wildcard, to all
 * paths of the Service rather than some, without TLS rather than with it, then by the oldest route.
 *
 * @param target the Service
 * @param wish what settings want
 */
record GatewayChoice(ServiceTarget target, EntryWish wish) {

    /** A way that was decided on. */
    record Entrance(GatewayWay way, URI origin, String base, String sentence) {}

    private static final Comparator<GatewayWay> ORDER = Comparator.<GatewayWay, Boolean>comparing(
                    way -> !way.namesHost())
            .thenComparing(way -> way.lead().path().conditional())
            .thenComparing(way -> !way.lead().path().takes().isEmpty())
            .thenComparing(way -> !way.lead().path().base().isEmpty())
            .thenComparing(GatewayWay::tls);

    /** Returns the routes that lead to the Service and are followed, if there are any. */
    List<GatewayLead> leading(List<GatewayLead> leads) {
        if (leads.isEmpty()) {
            throw refused(
                    "no HTTPRoute, GRPCRoute or VirtualService that can be read leads from a gateway to it", "Add one");
        }
        List<GatewayLead> followed =
                leads.stream().filter(GatewayLead::isFollowed).toList();
        if (followed.isEmpty()) {
            throw refused(
                    leads.stream()
                            .map(lead -> "Gateway [%s] has refused %s (%s)"
                                    .formatted(
                                            lead.gateway(),
                                            lead.route(),
                                            lead.refusal().orElseThrow()))
                            .collect(Collectors.joining(", and ")),
                    "Repair the route, or let the Gateway take it");
        }
        return followed;
    }

    /** Chooses among the ways, which are in the order of the routes that lead there. */
    Entrance among(List<GatewayLead> leads, List<GatewayWay> ways) {
        List<GatewayWay> open = ways.stream()
                .filter(way -> way.listener().isOpen())
                .sorted(ORDER)
                .toList();
        if (open.isEmpty()) {
            throw closed(leads, ways);
        }
        return wish.address().map(address -> asTo(address, open)).orElseGet(() -> first(open));
    }

    private Entrance first(List<GatewayWay> open) {
        GatewayWay way = open.get(0);
        URI origin = URI.create(way.address(way.host(target.name(), target.namespace())));
        return entrance(way, origin, way.lead().path().base(), open);
    }

    private Entrance asTo(URI address, List<GatewayWay> open) {
        GatewayWay way = open.stream()
                .filter(candidate -> candidate.isFor(address))
                .findFirst()
                .orElseThrow(() -> refused(
                        "gateways lead to it only as to %s"
                                .formatted(open.stream()
                                        .flatMap(candidate -> candidate.addresses().stream())
                                        .distinct()
                                        .toList()),
                        "Name one of these"));
        String path = Optional.ofNullable(address.getPath()).orElse("").replaceFirst("/+$", "");
        return entrance(
                way,
                URI.create(way.address(address.getHost())),
                path.isEmpty() ? way.lead().path().base() : path,
                open);
    }

    private Entrance entrance(GatewayWay way, URI origin, String base, List<GatewayWay> open) {
        return new Entrance(way, origin, base, sentence(way, origin, base, open));
    }

    private String sentence(GatewayWay way, URI origin, String base, List<GatewayWay> open) {
        String others = open.stream()
                .filter(other -> !other.equals(way))
                .map(other ->
                        "%s by %s".formatted(other.addresses(), other.lead().route()))
                .collect(Collectors.joining(", "));
        return Stream.of(
                        "Requests to Service [%s] go in at %s, as to [%s%s]"
                                .formatted(target.title(), way, origin, base),
                        way.lead().path().takes().isEmpty()
                                ? ""
                                : ", which takes only paths [%s]"
                                        .formatted(way.lead().path().takes()),
                        way.namesHost()
                                ? ""
                                : ", for its hosts are %s: set spurline.entry.%s=gateway+%s for another"
                                        .formatted(way.hosts(), wish.subject(), way.address("<host>")),
                        others.isEmpty() ? "" : ". There is also %s".formatted(others))
                .collect(Collectors.joining());
    }

    private SandboxException closed(List<GatewayLead> leads, List<GatewayWay> ways) {
        String taken = "no listener of Gateways [%s] takes requests for %s"
                .formatted(joined(leads, GatewayLead::gateway), joined(leads, GatewayLead::route));
        return ways.isEmpty()
                ? refused(
                        taken,
                        "Add one for its hosts that takes routes of namespace [%s]"
                                .formatted(joined(leads, GatewayLead::namespace)))
                : refused(
                        "%s (%s)"
                                .formatted(
                                        taken,
                                        joined(ways, way -> way.listener().toString())),
                        "Add one");
    }

    private static <T> String joined(List<T> things, Function<T, String> title) {
        return things.stream().map(title).distinct().collect(Collectors.joining(", "));
    }

    /**
     * Says which rights are missing to find the way.
     *
     * @param missing the rights, by namespace
     * @param seen what was found without them, as the beginning of a sentence; empty if nothing was
     * @param where in which of the namespaces they are needed
     */
    SandboxException withoutRights(Map<String, Set<AccessRight>> missing, String seen, String where) {
        String rights = missing.entrySet().stream()
                .map(namespace -> "permissions are missing in namespace [%s]: %s"
                        .formatted(namespace.getKey(), namespace.getValue()))
                .collect(Collectors.joining(", and "));
        String rules = missing.entrySet().stream()
                .map(namespace -> "\nIn namespace [%s]:\n%s"
                        .formatted(namespace.getKey(), AccessRight.yaml(namespace.getValue())))
                .collect(Collectors.joining());
        return new SandboxException(
                refusal(seen + rights, "Grant them by a Role %s, as docs/rbac-gateway.yaml does".formatted(where))
                        + rules);
    }

    /**
     * Says why there is no way, and what else can be done.
     *
     * @param cure what to do about it, as the beginning of a sentence
     */
    SandboxException refused(String reason, String cure) {
        return new SandboxException(refusal(reason, cure));
    }

    private String refusal(String reason, String cure) {
        return "Requests to Service [%s] are to go in at a gateway (%s), but %s. %s, or set spurline.entry.%s to an address, or name a port ([%s:%d]), and requests go in by port-forward"
                .formatted(
                        target.title(),
                        wish.given(),
                        reason,
                        cure,
                        wish.subject(),
                        target.name(),
                        target.port().getPort());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.RouteEntry.RouteAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule for HTTP of a VirtualService.
 *
 * @param name as it stands in a route dump, or the empty string
 * @param matches none if the rule is for every request
 * @param destinations where it leads; none if the proxy itself answers
 * @param mirrors where copies go
 * @param action what it does, without the backends
 */
record VirtualServiceRule(
        String name,
        List<RuleMatch> matches,
        List<RuleDestination> destinations,
        List<RuleMirror> mirrors,
        RouteAction action) {

    /**
     * One of the matches.
     *
     * @param name what comes behind the rule's name
     * @param request what the request has to be like
     */
    record RuleMatch(String name, ProxyCondition proxy, RouteMatch request) {}

    /**
     * For which proxies a match is sent at all.
     *
     * @param port the port of the listener, if it matters
     * @param sourceNamespace the proxy's, or the empty string
     */
    record ProxyCondition(
            Optional<Integer> port, Map<String, String> sourceLabels, String sourceNamespace, List<String> gateways) {

        static final ProxyCondition EVERY = new ProxyCondition(Optional.empty(), Map.of(), "", List.of());

        /**
         * Where gateways are listed, labels and namespace of the proxy do not count.
         *
         * <p>Source: sourceMatchHTTP in istiod's {@code pilot/pkg/networking/core/route/route.go}.
         */
        boolean holds(int listenerPort, RouteCaller caller) {
            if (port.isPresent() && port.get() != listenerPort) {
                return false;
            }
            if (!gateways.isEmpty()) {
                return gateways.stream().anyMatch(caller.gateways()::contains);
            }
            return caller.labels().entrySet().containsAll(sourceLabels.entrySet())
                    && (sourceNamespace.isEmpty() || sourceNamespace.equals(caller.namespace()));
        }
    }

    /**
     * A host. Without a port a gateway means its Service's only one, or that of the listener; for the listener of a sidecar,
     * only Services are known that have its port, so that it means that port. Measured on istiod 1.31.
     *
     * <p>Source: GetDestinationCluster in istiod's {@code pilot/pkg/networking/core/route/route.go}, and servicesByName in
     * {@code pilot/pkg/networking/core/httproute.go} (BuildSidecarOutboundVirtualHosts).
     */
    record RuleTarget(String host, String subset, Optional<Integer> port) {

        Destination resolve(int listenerPort, RouteCaller caller, ServiceDetails details) {
            return new Destination(host, subset, port.orElseGet(() -> implied(listenerPort, caller, details)));
        }

        private int implied(int listenerPort, RouteCaller caller, ServiceDetails details) {
            List<Integer> known = caller.isSidecar() ? List.of() : details.ports(host);
            return known.size() == 1 ? known.get(0) : listenerPort;
        }
    }

    /** Where copies of some requests go. */
    record RuleMirror(RuleTarget target, double percentage) {}

    /** One of the destinations. */
    record RuleDestination(
            RuleTarget target,
            int weight,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<String> authority) {

        private RouteDecision.Backend backend(int listenerPort, RouteCaller caller, ServiceDetails details) {
            return new RouteDecision.Backend(
                    target.resolve(listenerPort, caller, details), weight, request, response, authority);
        }
    }

    private static final RuleMatch EVERY = new RuleMatch(
            "", ProxyCondition.EVERY, new RouteMatch(new PathMatch.Start("/"), List.of(), List.of(), Optional.empty()));

    /** Returns what a proxy gets of the rule. */
    Stream<RouteEntry> entries(String config, int listenerPort, RouteCaller caller, ServiceDetails details) {
        RouteAction resolved = action.leadingTo(backends(listenerPort, caller, details))
                .copyingTo(mirrors.stream()
                        .map(mirror -> new RouteMirror(
                                mirror.target().resolve(listenerPort, caller, details), mirror.percentage()))
                        .toList());
        return (matches.isEmpty() ? Stream.of(EVERY) : matches.stream())
                .filter(match -> match.proxy().holds(listenerPort, caller))
                .map(match -> new RouteEntry(routeName(match), config, match.request(), resolved));
    }

    private String routeName(RuleMatch match) {
        return match.name().isEmpty() ? name : name + "." + match.name();
    }

    /** The only destination gets everything, whatever its weight; of several, those with one of 0 get nothing. */
    private List<RouteDecision.Backend> backends(int listenerPort, RouteCaller caller, ServiceDetails details) {
        return destinations.stream()
                .filter(destination -> destinations.size() == 1 || destination.weight() > 0)
                .map(destination -> destination.backend(listenerPort, caller, details))
                .toList();
    }
}

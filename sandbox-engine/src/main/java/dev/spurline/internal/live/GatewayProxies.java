// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.ProxyObservation;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxies of gateway pods that were seen. They are told of a sandbox's rules when callers are, but by a push of their own.
 * What they do not show for some seconds fails no opening: whether a gateway takes a route in depends on more than is known.
 */
final class GatewayProxies {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayProxies.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private volatile List<SandboxRoute> routes;
    private final CallerProxies proxies;

    GatewayProxies(PodPages pages, EngineThreads workers, RoutePage page, Collection<SandboxRoute> routes) {
        this.routes = shown(routes);
        this.proxies = new CallerProxies(
                pages,
                workers,
                page,
                this.routes.stream()
                        .flatMap(route -> pods(route).stream())
                        .map(GatewayProxies::workload)
                        .toList());
    }

    /** Takes notice that the sandbox has other routes now; pods that only these are for are not looked at. */
    void follow(Collection<SandboxRoute> later) {
        routes = shown(later);
    }

    private static List<SandboxRoute> shown(Collection<SandboxRoute> routes) {
        return routes.stream()
                .filter(route -> !route.proxyNames().isEmpty())
                .filter(route -> route.audience().gateways().isPresent())
                .toList();
    }

    private static Set<String> pods(SandboxRoute route) {
        return route.audience().gateways().orElse(Set.of());
    }

    private static CallingWorkload workload(String pod) {
        String[] parts = pod.split("/", 2);
        return new CallingWorkload(parts[0], parts[1], List.of(parts[1]));
    }

    /** Opens the connections, so that they are there when something is to be seen. */
    void warm() {
        proxies.warm();
    }

    /** Waits until each gateway shows each of its routes, for some seconds at most. */
    void await(Deadline deadline, BooleanSupplier closed) {
        Deadline patience = Deadline.in(PATIENCE.compareTo(deadline.left()) < 0 ? PATIENCE : deadline.left());
        proxies.appearInPart(this::names, () -> closed.getAsBoolean() || patience.over()).stream()
                .map(CompletableFuture::join)
                .filter(sight -> !sight.blind() && !sight.settled())
                .findFirst()
                .ifPresent(GatewayProxies::warn);
    }

    private static void warn(ProxyObservation sight) {
        LOG.warn(
                "The gateway pod {}/{} does not show {} after {} s: requests with the key that come in there may reach the baseline. Check that its Gateway lets VirtualServices of that namespace in",
                sight.proxy().namespace(),
                sight.proxy().pod(),
                sight.wrong(),
                PATIENCE.toSeconds());
    }

    /** Of a route that a gateway knows, it may leave out rules that are not for it, but it knows all others at once. */
    private List<List<String>> names(PodPort proxy) {
        return routes.stream()
                .filter(route -> pods(route).contains(proxy.namespace() + "/" + proxy.pod()))
                .map(SandboxRoute::proxyNames)
                .toList();
    }
}

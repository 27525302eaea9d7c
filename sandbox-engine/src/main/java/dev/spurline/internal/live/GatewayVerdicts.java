// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.routing.RouteAcceptance;
import dev.spurline.internal.routing.RoutingStyles;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.watch.WatchListener;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the controllers of Gateways say of a sandbox's routes there, of whichever class they are. It is waited for some seconds,
 * and fails no opening: what comes in elsewhere reaches the fork all the same.
 */
final class GatewayVerdicts implements WatchListener<GenericKubernetesResource> {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, RouteAcceptance> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> spoken = new CompletableFuture<>();
    private volatile Set<String> expected;
    private volatile boolean closed;

    GatewayVerdicts(Collection<SandboxRoute> routes) {
        expected = titles(routes);
    }

    /** Returns what is done when all routes are accepted, or waiting has ended. */
    CompletableFuture<Boolean> spoken() {
        return spoken;
    }

    /** Takes notice that the sandbox has other routes now. */
    void follow(Collection<SandboxRoute> later) {
        expected = titles(later);
        judge();
    }

    /** Proxies show Istio's own kind, to which no controller writes a status. */
    private static Set<String> titles(Collection<SandboxRoute> routes) {
        return routes.stream()
                .filter(route -> route.audience().gateways().isPresent()
                        && route.proxyNames().isEmpty())
                .map(SandboxRoute::title)
                .collect(Collectors.toSet());
    }

    @Override
    public void changed(GenericKubernetesResource route) {
        String title = SandboxRoute.title(route);
        if (expected.contains(title)) {
            answers.put(title, RoutingStyles.acceptanceAtGateways(route, title));
            judge();
        }
    }

    private void judge() {
        if (expected.stream().allMatch(this::isAccepted)) {
            spoken.complete(true);
        }
    }

    /** A controller may refuse a route for a moment, as it has not yet seen the Service that the route names. */
    private boolean isAccepted(String title) {
        return answer(title) instanceof RouteAcceptance.Accepted;
    }

    private RouteAcceptance answer(String title) {
        return answers.getOrDefault(title, new RouteAcceptance.Pending());
    }

    /**
     * Waits until each route was accepted, for some seconds at most.
     *
     * @return a sentence for each that was not accepted
     */
    List<String> await(Deadline deadline) {
        judge();
        Duration patience = PATIENCE.compareTo(deadline.left()) < 0 ? PATIENCE : deadline.left();
        var unused = spoken.completeOnTimeout(true, patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        return closed
                ? List.of()
                : expected.stream()
                        .sorted()
                        .flatMap(title -> problem(title).stream())
                        .toList();
    }

    /** Ends waiting. */
    void close() {
        closed = true;
        spoken.complete(true);
    }

    private Optional<String> problem(String title) {
        RouteAcceptance answer = answer(title);
        if (answer instanceof RouteAcceptance.Refused refused) {
            return Optional.of(
                    "%s. Requests with the key that come in at that Gateway may reach the baseline: mend what it refers to, as it is a copy of the routes of others there"
                            .formatted(refused.reason()));
        }
        return answer instanceof RouteAcceptance.Accepted
                ? Optional.empty()
                : Optional.of(
                        "No controller has accepted %s after %d s: requests with the key that come in at its Gateway may reach the baseline. Check that the controller of the Gateway's class runs"
                                .formatted(title, PATIENCE.toSeconds()));
    }
}

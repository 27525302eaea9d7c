// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** The proxies of those who may call a forked Service: what they show is what they do. */
final class CallerProxies {

    /** A namespace can have hundreds of pods; that many proxies say enough about how fast the mesh is. */
    private static final int LIMIT = 32;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(4);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final int ATTEMPTS = 3;

    private final PodPages pages;
    private final EngineThreads workers;
    private final RoutePage page;
    private final Map<PodPort, Set<String>> hidden = new HashMap<>();
    private final List<PodPort> proxies;

    /**
     * Finds the proxies.
     *
     * @param page where each shows its routes
     * @param callers whose proxies they are
     */
    CallerProxies(PodPages pages, EngineThreads workers, RoutePage page, Collection<CallingWorkload> callers) {
        this.pages = pages;
        this.workers = workers;
        this.page = page;
        this.proxies =
                callers.stream().flatMap(this::proxies).distinct().limit(LIMIT).toList();
    }

    private Stream<PodPort> proxies(CallingWorkload caller) {
        List<PodPort> found = caller.pods().stream()
                .map(pod -> new PodPort(caller.namespace(), pod, caller.pages().getOrDefault(pod, page.port())))
                .toList();
        found.forEach(proxy -> hidden.put(proxy, caller.hidden()));
        return found.stream();
    }

    /** Opens the connections, so that they are there when something is to be seen. */
    void warm() {
        proxies.forEach(proxy -> pages.warm(proxy, page.path()));
    }

    /** Starts to look until every proxy has all the names that concern it, or nobody waits any more; one future a proxy. */
    List<CompletableFuture<ProxyObservation>> appear(Function<String, List<RouteName>> names, BooleanSupplier over) {
        return proxies.stream()
                .filter(proxy -> !told(proxy, names).isEmpty())
                .map(proxy -> {
                    List<RouteName> own = told(proxy, names);
                    return look(proxy, shown -> missing(proxy, shown, own), over, FIRST_PAUSE, 1);
                })
                .toList();
    }

    /** Returns the names that a proxy can have. */
    private List<RouteName> told(PodPort proxy, Function<String, List<RouteName>> names) {
        Set<String> hidden = this.hidden.getOrDefault(proxy, Set.of());
        return names.apply(proxy.namespace()).stream()
                .filter(name -> !hidden.contains(name.namespace() + "/" + name.service()))
                .toList();
    }

    private static ProxyObservation missing(PodPort proxy, ShownRoutes shown, List<RouteName> names) {
        List<String> concerned = names.stream()
                .filter(name -> shown.knows(name, proxy.namespace()))
                .map(RouteName::name)
                .toList();
        return concerned.isEmpty()
                ? new ProxyObservation(proxy, List.of(), "the proxies that could be asked do not know the Services")
                : ProxyObservation.of(proxy, shown.missing(concerned));
    }

    /**
     * Starts to look until every proxy has a name of each of its routes, or nobody waits any more; one future a proxy.
     *
     * @param routes the names of each route of a proxy
     */
    List<CompletableFuture<ProxyObservation>> appearInPart(
            Function<PodPort, List<List<String>>> routes, BooleanSupplier over) {
        return proxies.stream()
                .map(proxy -> {
                    List<List<String>> own = routes.apply(proxy);
                    return look(proxy, shown -> ProxyObservation.of(proxy, absent(shown, own)), over, FIRST_PAUSE, 1);
                })
                .toList();
    }

    private static List<String> absent(ShownRoutes shown, List<List<String>> routes) {
        return routes.stream()
                .filter(names -> names.stream().noneMatch(shown::has))
                .map(names -> names.get(0))
                .toList();
    }

    /** Starts to look until no proxy has any of the names; one future a proxy. */
    List<CompletableFuture<ProxyObservation>> vanish(List<String> names, Deadline deadline) {
        return proxies.stream()
                .map(proxy -> look(
                        proxy,
                        shown -> ProxyObservation.of(proxy, shown.present(names)),
                        deadline::over,
                        FIRST_PAUSE,
                        1))
                .toList();
    }

    private CompletableFuture<ProxyObservation> look(
            PodPort proxy,
            Function<ShownRoutes, ProxyObservation> judge,
            BooleanSupplier over,
            Duration pause,
            int failures) {
        CompletableFuture<ProxyObservation> seen = pages.get(proxy, page.path())
                .thenApply(text -> judge.apply(page.reader().apply(text)));
        CompletableFuture<ProxyObservation> sight =
                seen.exceptionally(failure -> ProxyObservation.blind(proxy, failure));
        return sight.thenCompose(now -> {
            boolean settled = now.settled() || (now.blind() && failures >= ATTEMPTS);
            if (settled || over.getAsBoolean()) {
                return CompletableFuture.completedFuture(now);
            }
            Duration next = shorter(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
            int more = now.blind() ? failures + 1 : failures;
            return workers.later(pause, () -> look(proxy, judge, over, next, more));
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * The name of a route in the proxies, and whose.
     *
     * @param name the name
     * @param namespace the namespace of the Service that the route is for
     * @param service the Service
     */
    record RouteName(String name, String namespace, String service) {}

    /**
     * What one proxy showed.
     *
     * @param proxy the proxy
     * @param wrong the route names that are not as they should be
     * @param reason why nothing could be seen; empty if something could
     */
    record ProxyObservation(PodPort proxy, List<String> wrong, String reason) {

        static ProxyObservation of(PodPort proxy, List<String> wrong) {
            return new ProxyObservation(proxy, wrong, "");
        }

        static ProxyObservation blind(PodPort proxy, Throwable failure) {
            Throwable root = Stream.iterate(failure, Throwable::getCause)
                    .takeWhile(cause -> cause != null)
                    .filter(cause -> cause instanceof IOException || cause.getCause() == null)
                    .findFirst()
                    .orElse(failure);
            return new ProxyObservation(proxy, List.of(), FailureText.of(root));
        }

        boolean blind() {
            return !reason.isEmpty();
        }

        boolean settled() {
            return !blind() && wrong.isEmpty();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.live.RouteLiveness;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.TraceScope;
import dev.spurline.internal.plan.TracedService;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.watch.WatchedObjects;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the routes of a trace and removes them: a twin of each Service first, its route when there is somebody behind the twin,
 * and the other way round at the end, so that no request with the key meets a route that leads nowhere.
 */
final class TraceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(TraceRoutes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TracedPlan plan;
    private final NamespaceViews views;
    private final Function<SandboxPlan, RouteWatch> watches;
    private final boolean observed;
    private final Map<String, String> late = new TreeMap<>();

    /**
     * Prepares to make them.
     *
     * @param observed whether routes count only if proxies show that they follow them
     */
    TraceRoutes(TracedPlan plan, NamespaceViews views, Function<SandboxPlan, RouteWatch> watches, boolean observed) {
        this.plan = plan;
        this.views = views;
        this.watches = watches;
        this.observed = observed;
    }

    /** Makes them and waits until callers follow them. */
    SandboxPlan make() {
        Deadline deadline = Deadline.in(PATIENCE);
        late.clear();
        SandboxPlan twins = plan.change(new TraceScope(TraceScope.Stage.SERVICES, Set.of()), deadline);
        Set<String> silent = new HashSet<>();
        twins.traced().stream()
                .filter(service -> !hasEndpoints(service, deadline))
                .forEach(service -> {
                    silent.add(service.title());
                    late.put(service.title(), "nothing ready is behind it");
                });
        SandboxPlan routed = plan.change(new TraceScope(TraceScope.Stage.ROUTES, silent), deadline);
        try (RouteWatch watch = watches.apply(routed)) {
            watch.begin();
            watch.warm();
            if (watch.awaitLive(deadline) != RouteLiveness.OBSERVED && observed) {
                routed.traced()
                        .forEach(service -> late.putIfAbsent(
                                service.title(), "whether its waypoint follows the route of the trace cannot be seen"));
            }
        }
        return routed;
    }

    /** Returns why Services are not traced, by their titles, besides what the plan says. */
    Map<String, String> late() {
        return Map.copyOf(late);
    }

    private boolean hasEndpoints(TracedService service, Deadline deadline) {
        WatchedObjects<EndpointSlice> slices = views.of(service.namespace()).slices();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Runnable end = slices.follow(slice -> {
            if (isReady(slice, service.twin())) {
                ready.complete(true);
            }
        });
        try {
            return slices.all().stream().anyMatch(slice -> isReady(slice, service.twin()))
                    || ready.completeOnTimeout(false, deadline.left().toNanos(), TimeUnit.NANOSECONDS)
                            .join();
        } finally {
            end.run();
        }
    }

    private static boolean isReady(EndpointSlice slice, String service) {
        return service.equals(SpurlineLabels.on(slice, "kubernetes.io/service-name"))
                && Stream.ofNullable(slice.getEndpoints())
                        .flatMap(List::stream)
                        .anyMatch(endpoint -> endpoint.getConditions() != null
                                && Boolean.TRUE.equals(endpoint.getConditions().getReady()));
    }

    /** Removes them: first the routes, then, when callers have forgotten those, what they led to. */
    void remove(SandboxPlan routed) {
        Deadline deadline = Deadline.in(PATIENCE);
        SandboxPlan unrouted = plan.change(new TraceScope(TraceScope.Stage.SERVICES, Set.of()), deadline);
        List<SandboxRoute> gone = routed.routes().stream()
                .filter(route -> unrouted.routes().stream()
                        .noneMatch(other -> other.title().equals(route.title())))
                .toList();
        try (RouteWatch watch = watches.apply(routed)) {
            watch.begin();
            watch.follow(gone);
            watch.awaitForgotten();
        }
        removeAll();
    }

    /** Removes whatever is left of a trace. */
    void removeAll() {
        var unused = plan.change(TraceScope.NONE, Deadline.in(PATIENCE));
        LOG.debug("The routes of a trace are removed");
    }
}

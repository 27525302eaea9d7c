// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.PreflightException;
import dev.spurline.RouteNotLiveException;
import dev.spurline.SandboxException;
import dev.spurline.internal.live.CallerProxies.ProxyObservation;
import dev.spurline.internal.live.CallerProxies.RouteName;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.RouteAcceptance;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the routes of one sandbox in the proxies of those who call. */
public final class RouteWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final Duration GONE = Duration.ofSeconds(10);

    /** The proxies' last answers come after the deadline, and they say what is missing. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private static final AtomicBoolean ACCEPTED_TOLD = new AtomicBoolean();

    private final NamespaceViews views;
    private final SandboxPlan plan;
    private final EngineThreads workers;
    private final RoutePage page;
    private final CallerProxies callers;
    private final Optional<GatewayProxies> gateways;
    private final CallerEnvoys envoys;
    private final RouteVerdicts verdicts;
    private final GatewayVerdicts atGateways;
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private volatile List<SandboxRoute> routes;
    private volatile boolean begun;
    private volatile boolean closed;
    private volatile RouteLiveness obeyed = RouteLiveness.NONE;

    /**
     * Prepares to follow routes.
     *
     * @param views follow what the controllers say
     * @param workers run what has to wait
     * @param pages read the proxies' pages
     * @param plan the sandbox
     * @param mesh whose proxies and controllers they are
     * @param routers whose proxies decide about requests to the forks
     * @param envoyAdmin the admin port of Envoys that no mesh has configured
     */
    public RouteWatch(
            NamespaceViews views,
            EngineThreads workers,
            PodPages pages,
            SandboxPlan plan,
            ServiceMesh mesh,
            List<CallingWorkload> routers,
            int envoyAdmin) {
        this.views = views;
        this.plan = plan;
        this.workers = workers;
        Optional<RoutePage> shown =
                RoutePage.of(mesh, envoyAdmin, plan.headers().getOrDefault("baggage", ""));
        this.page = shown.orElse(RouteDump.PAGE);
        this.callers = new CallerProxies(pages, workers, page, shown.isPresent() ? routers : List.of());
        this.gateways = Optional.of(mesh == ServiceMesh.ISTIO_AMBIENT ? RouteDump.PAGE : page)
                .filter(any -> shown.isPresent())
                .filter(RoutePage::complete)
                .map(complete -> new GatewayProxies(pages, workers, complete, plan.routes()));
        this.envoys = new CallerEnvoys(plan, callers, envoyAdmin);
        this.verdicts = new RouteVerdicts(plan.key(), mesh);
        this.atGateways = new GatewayVerdicts(plan.routes());
        this.routes = plan.routes();
    }

    /**
     * Refuses a sandbox whose callers' Envoys do not obey what its requests say, where no routes lead to its forks.
     *
     * @throws PreflightException if they are asked and do not
     */
    public void checkEnvoys() {
        if (!plan.members().isEmpty()) {
            obeyed = envoys.check();
        }
    }

    /** Takes notice that the routes are being made: before that, what has their names is another's. */
    public void begin() {
        begun = true;
    }

    /** Takes notice that the sandbox has other routes now. */
    public void follow(Collection<SandboxRoute> later) {
        routes = List.copyOf(later);
        gateways.ifPresent(proxies -> proxies.follow(later));
        atGateways.follow(later);
    }

    /** Returns the names that the proxies of a namespace's callers show once they follow the routes. */
    private List<RouteName> names(String callerNamespace) {
        return callersRoutes()
                .filter(route -> route.audience().has(callerNamespace))
                .flatMap(route -> route.proxyNames().stream()
                        .map(name -> new RouteName(name, route.namespace(), route.service())))
                .toList();
    }

    private List<String> names() {
        return callersRoutes().flatMap(route -> route.proxyNames().stream()).toList();
    }

    private Stream<SandboxRoute> callersRoutes() {
        return routes.stream().filter(route -> route.audience().gateways().isEmpty());
    }

    /** Follows the routes' status and connects to the callers' proxies while the forks still start; does not wait. */
    public void warm() {
        if (!routes.isEmpty()) {
            homes().forEach(this::listen);
            callers.warm();
            gateways.ifPresent(GatewayProxies::warm);
        }
    }

    /** A Service of the sandbox's own namespace may lead to a fork in another. */
    private Stream<String> homes() {
        return Stream.concat(
                        Stream.of(plan.namespace()),
                        plan.servingForks().stream().map(PlannedFork::namespace))
                .distinct();
    }

    /** Routes of callers in other namespaces are known only if all can be read, and then every view shows them. */
    private void listen(String namespace) {
        NamespaceView view = views.of(namespace);
        CustomKind.of(CustomKind.Role.ROUTE)
                .forEach(kind -> view.routes(kind).ifPresent(watched -> {
                    ends.add(watched.follow(verdicts));
                    ends.add(watched.follow(atGateways));
                    // Of what is there already nobody would tell.
                    watched.all().forEach(verdicts::changed);
                    watched.all().forEach(atGateways::changed);
                }));
        var unused = view.opened().whenComplete((opened, failure) -> {
            if (failure != null) {
                verdicts.spoken().completeExceptionally(failure);
            }
        });
    }

    /**
     * Waits until the mesh follows the routes.
     *
     * @param deadline how long
     * @return how that is known
     * @throws RouteNotLiveException if a controller refuses a route, or at the deadline
     */
    public RouteLiveness awaitLive(Deadline deadline) {
        if (names().isEmpty()) {
            awaitGateways(deadline);
            return obeyed;
        }
        verdicts.expect(callersRoutes().toList());
        try {
            RouteLiveness live = awaitSeen(deadline);
            awaitGateways(deadline);
            return live;
        } finally {
            close();
        }
    }

    private void awaitGateways(Deadline deadline) {
        gateways.ifPresent(proxies -> proxies.await(deadline, () -> closed));
        atGateways.await(deadline).forEach(LOG::warn);
    }

    private RouteLiveness awaitSeen(Deadline deadline) {
        CompletableFuture<RouteAcceptance> pause = pause();
        List<CompletableFuture<ProxyObservation>> looks =
                callers.appear(this::names, () -> closed || deadline.over() || (!page.complete() && pause.isDone()));
        CompletableFuture<RouteLiveness> observed = CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenCompose(
                        all -> judge(looks.stream().map(CompletableFuture::join).toList(), pause, deadline));
        try {
            // A refusal ends the wait at once; acceptance alone does not, as long as something can be observed.
            return EngineThreads.join(verdicts.spoken()
                    .thenCompose(this::refusal)
                    .applyToEither(observed, live -> live)
                    .orTimeout(deadline.left().plus(LAST_LOOK).toNanos(), TimeUnit.NANOSECONDS));
        } catch (CompletionException e) {
            String seen =
                    verdicts.spoken().isDone() ? "no proxy of a caller answers" : "no controller has accepted them";
            throw new RouteNotLiveException(late(seen, deadline), e);
        }
    }

    private CompletableFuture<RouteLiveness> refusal(RouteAcceptance answer) {
        return answer instanceof RouteAcceptance.Refused refused
                ? CompletableFuture.failedFuture(new RouteNotLiveException(refused(refused)))
                : new CompletableFuture<>();
    }

    /**
     * Returns what is done once the routes are accepted and, where the proxies' pages do not show everything, have had the time
     * that it takes the proxies to follow.
     */
    private CompletableFuture<RouteAcceptance> pause() {
        return page.complete()
                ? verdicts.spoken()
                : verdicts.spoken()
                        .thenCompose(
                                answer -> workers.later(page.pause(), () -> CompletableFuture.completedFuture(answer)));
    }

    private CompletableFuture<RouteLiveness> judge(
            List<ProxyObservation> sights, CompletableFuture<RouteAcceptance> pause, Deadline deadline) {
        Optional<ProxyObservation> late = sights.stream()
                .filter(sight -> !sight.blind() && !sight.settled())
                .findFirst();
        if (late.isPresent() && page.complete()) {
            return CompletableFuture.failedFuture(new RouteNotLiveException(late(missing(late.get()), deadline)));
        }
        if (late.isEmpty() && sights.stream().anyMatch(ProxyObservation::settled)) {
            if (page.complete()) {
                return CompletableFuture.completedFuture(RouteLiveness.OBSERVED);
            }
            if (everyNameIsOfOneRoute()) {
                return verdicts.spoken().thenApply(answer -> RouteLiveness.OBSERVED);
            }
        }
        String reason = sights.stream()
                .map(ProxyObservation::reason)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("no caller with a proxy that could be asked");
        return pause.thenApply(answer -> accepted(answer, reason));
    }

    /** Else one route would do for the proof of another that leads to the same fork. */
    private boolean everyNameIsOfOneRoute() {
        return names().size() == Set.copyOf(names()).size();
    }

    private RouteLiveness accepted(RouteAcceptance answer, String reason) {
        if (ACCEPTED_TOLD.compareAndSet(false, true)) {
            LOG.info(
                    "Routes of sandbox {} are accepted ({}); whether the proxies follow them cannot be observed: {}{}",
                    plan.key(),
                    answer,
                    reason,
                    page.complete()
                            ? ""
                            : "; they were given %d ms, where 10 to 110 are usual"
                                    .formatted(page.pause().toMillis()));
        }
        return RouteLiveness.ACCEPTED;
    }

    private String refused(RouteAcceptance.Refused refused) {
        return "Route of sandbox [%s] is refused, %s. Mend what it refers to; it is a copy of the routes on its Service"
                .formatted(plan.key(), refused.reason());
    }

    private static String missing(ProxyObservation sight) {
        return "the proxy of pod [%s/%s] does not show %s"
                .formatted(sight.proxy().namespace(), sight.proxy().pod(), sight.wrong());
    }

    private String late(String seen, Deadline deadline) {
        return LateRoutes.message(plan.key(), plan.namespace(), deadline.within(), seen, routes);
    }

    /**
     * Waits until no proxy follows the routes any more: where the pages do not show that, for the time that it takes proxies to
     * follow. Who is still there to send requests with the key must not meet a route that leads nowhere.
     */
    public void awaitForgotten() {
        if (page.complete()) {
            awaitGone();
        } else {
            EngineThreads.join(workers.later(page.pause(), () -> CompletableFuture.completedFuture(true)));
        }
    }

    /**
     * Waits until no proxy shows the routes any more; gives up after a while, as then only requests with the key of a
     * sandbox that is no more could still be misled.
     */
    public void awaitGone() {
        List<String> names = names();
        // What does not show everything does not show either that something is gone.
        if (!begun || names.isEmpty() || !page.complete()) {
            return;
        }
        Deadline deadline = Deadline.in(GONE);
        List<ProxyObservation> sights = callers.vanish(names, deadline).stream()
                .map(CompletableFuture::join)
                .filter(sight -> !sight.blind() && !sight.settled())
                .toList();
        if (!sights.isEmpty()) {
            LOG.warn(
                    "Routes {} of sandbox {} are deleted, but the proxy of pod {} still shows them after {} s",
                    sights.get(0).wrong(),
                    plan.key(),
                    sights.get(0).proxy().pod(),
                    GONE.toSeconds());
        }
    }

    /** Ends looking and listening; who still waits has said by closing the sandbox that nobody waits any more. */
    @Override
    public void close() {
        closed = true;
        atGateways.close();
        ends.forEach(Runnable::run);
        ends.clear();
        verdicts.spoken()
                .completeExceptionally(new SandboxException(
                        "Sandbox [%s] was closed before its routes were live".formatted(plan.key())));
    }
}

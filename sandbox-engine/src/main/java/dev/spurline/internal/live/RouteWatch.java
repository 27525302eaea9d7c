/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.live;

import dev.spurline.RouteNotLiveException;
import dev.spurline.internal.live.Callers.RouteName;
import dev.spurline.internal.live.Callers.Sight;
import dev.spurline.internal.plan.Caller;
import dev.spurline.internal.plan.Labels;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Callers callers;
    private final List<String> names;
    private final ConcurrentMap<String, Acceptance> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Acceptance> spoken = new CompletableFuture<>();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();

    /**
     * Prepares to follow routes.
     *
     * @param views follow what the controllers say
     * @param workers run what has to wait
     * @param pages read the proxies' pages
     * @param plan the sandbox
     * @param survey what the plan was made from
     */
    public RouteWatch(NamespaceViews views, Workers workers, PodPages pages, SandboxPlan plan, Survey survey) {
        this.views = views;
        this.plan = plan;
        Collection<Caller> found = survey.mesh().istio() ? plan.callers() : List.of();
        this.callers = new Callers(pages, workers, found);
        this.names = plan.routes().stream()
                .flatMap(route -> route.envoyNames().stream())
                .toList();
    }

    /** Returns the names that the proxies of a namespace's callers show once they follow the routes. */
    private List<RouteName> names(String callerNamespace) {
        return plan.routes().stream()
                .filter(route -> route.audience().has(callerNamespace))
                .flatMap(route -> route.envoyNames().stream()
                        .map(name -> new RouteName(name, route.namespace(), route.service())))
                .toList();
    }

    /** Follows the routes' status and connects to the callers' proxies while the forks still start; does not wait. */
    public void warm() {
        if (!names.isEmpty()) {
            followStatus();
            callers.warm();
        }
    }

    /**
     * Waits until the mesh follows the routes.
     *
     * @param deadline how long
     * @return how that is known
     * @throws RouteNotLiveException if a controller refuses a route, or at the deadline
     */
    public Liveness awaitLive(Deadline deadline) {
        if (names.isEmpty()) {
            return Liveness.NONE;
        }
        try {
            return awaitSeen(deadline);
        } finally {
            close();
        }
    }

    private Liveness awaitSeen(Deadline deadline) {
        List<CompletableFuture<Sight>> looks = callers.appear(this::names, deadline);
        CompletableFuture<Liveness> observed = CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenCompose(
                        all -> judge(looks.stream().map(CompletableFuture::join).toList(), spoken));
        try {
            // A refusal ends the wait at once; acceptance alone does not, as long as something can be observed.
            return Workers.join(spoken.thenCompose(this::refusal)
                    .applyToEither(observed, live -> live)
                    .orTimeout(deadline.left().plus(LAST_LOOK).toNanos(), TimeUnit.NANOSECONDS));
        } catch (CompletionException e) {
            String seen = spoken.isDone() ? "no proxy of a caller answers" : "no controller has accepted them";
            throw new RouteNotLiveException(late(seen), e);
        }
    }

    private CompletableFuture<Liveness> refusal(Acceptance answer) {
        return answer instanceof Acceptance.Refused refused
                ? CompletableFuture.failedFuture(new RouteNotLiveException(refused(refused)))
                : new CompletableFuture<>();
    }

    private CompletableFuture<Liveness> judge(List<Sight> sights, CompletableFuture<Acceptance> spoken) {
        Optional<Sight> late = sights.stream()
                .filter(sight -> !sight.blind() && !sight.settled())
                .findFirst();
        if (late.isPresent()) {
            return CompletableFuture.failedFuture(new RouteNotLiveException(late(missing(late.get()))));
        }
        if (sights.stream().anyMatch(Sight::settled)) {
            return CompletableFuture.completedFuture(Liveness.OBSERVED);
        }
        String reason = sights.isEmpty()
                ? "no caller with a proxy that could be asked"
                : sights.get(0).reason();
        return spoken.thenApply(answer -> accepted(answer, reason));
    }

    private Liveness accepted(Acceptance answer, String reason) {
        if (ACCEPTED_TOLD.compareAndSet(false, true)) {
            LOG.info(
                    "Routes of sandbox {} are accepted ({}); whether the proxies follow them cannot be observed: {}",
                    plan.key(),
                    answer,
                    reason);
        }
        return Liveness.ACCEPTED;
    }

    private String refused(Acceptance.Refused refused) {
        return "Route of sandbox [%s] in namespace [%s] is refused: %s"
                .formatted(plan.key(), plan.namespace(), refused.reason());
    }

    private static String missing(Sight sight) {
        return "the proxy of pod [%s/%s] does not show %s"
                .formatted(sight.proxy().namespace(), sight.proxy().pod(), sight.wrong());
    }

    private String late(String seen) {
        return "Routes of sandbox [%s] in namespace [%s] are not live in time: %s. Check that the mesh's control plane runs and "
                        .formatted(plan.key(), plan.namespace(), seen)
                + "watches this namespace, or give it longer with timeout";
    }

    private void followStatus() {
        long expected = plan.routes().size();
        plan.routes().stream()
                .map(route -> new Place(route.kind(), route.namespace()))
                .distinct()
                .forEach(place -> follow(place, expected));
    }

    private void follow(Place place, long expected) {
        NamespaceView view = views.of(place.namespace());
        view.routes(place.kind()).ifPresent(watched -> ends.add(watched.follow(route -> hear(route, expected))));
        view.opened().exceptionally(failure -> spoken.completeExceptionally(failure));
    }

    private void hear(GenericKubernetesResource route, long expected) {
        Map<String, String> labels = route.getMetadata().getLabels();
        if (labels == null || !plan.key().value().equals(labels.get(Labels.SANDBOX))) {
            return;
        }
        Acceptance answer = Acceptance.of(route);
        answers.put(
                route.getMetadata().getNamespace() + "/" + route.getMetadata().getName(), answer);
        if (answer instanceof Acceptance.Refused) {
            spoken.complete(answer);
        }
        if (answers.values().stream()
                        .filter(Acceptance.Accepted.class::isInstance)
                        .count()
                == expected) {
            spoken.complete(answer);
        }
    }

    /**
     * Waits until no proxy shows the routes any more; gives up after a while, as then only requests with the key of a
     * sandbox that is no more could still be misled.
     */
    public void awaitGone() {
        if (names.isEmpty()) {
            return;
        }
        Deadline deadline = Deadline.in(GONE);
        List<Sight> sights = callers.vanish(names, deadline).stream()
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

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }

    private record Place(CustomKind kind, String namespace) {}
}

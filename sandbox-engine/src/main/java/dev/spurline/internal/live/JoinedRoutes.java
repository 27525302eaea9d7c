// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.WatchListener;
import dev.spurline.internal.watch.WatchedObjects;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows the routes of a sandbox that another engine has opened: when the last of them has gone, the sandbox ends. */
public final class JoinedRoutes implements AutoCloseable {

    /** Where foreign routes change, some meshes want ours to be made anew: for a moment there is none. */
    private static final Duration RENEWAL = Duration.ofSeconds(1);

    private final Collection<NamespaceView> views;
    private final EngineThreads workers;
    private final RoutingKey key;
    private final List<WatchedObjects<GenericKubernetesResource>> watches = new ArrayList<>();
    private final CompletableFuture<Boolean> seen = new CompletableFuture<>();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();

    /**
     * Prepares to follow.
     *
     * @param views of the sandbox's namespaces
     * @param workers look again after a while
     * @param key the sandbox
     */
    public JoinedRoutes(Collection<NamespaceView> views, EngineThreads workers, RoutingKey key) {
        this.views = List.copyOf(views);
        this.workers = workers;
        this.key = key;
        CustomKind.of(CustomKind.Role.ROUTE)
                .forEach(kind -> views.forEach(view -> view.routes(kind).ifPresent(watches::add)));
    }

    /**
     * Begins to follow.
     *
     * @param gone told when there are none any more
     */
    public void follow(Runnable gone) {
        watches.forEach(watched -> ends.add(watched.follow(new WatchListener<>() {
            @Override
            public void changed(GenericKubernetesResource object) {
                if (own(object)) {
                    seen.complete(true);
                } else if (seen.isDone()) {
                    // An entry of an object that all share goes by an update.
                    awaitRenewal(gone);
                }
            }

            @Override
            public void gone(GenericKubernetesResource object) {
                if (own(object)) {
                    awaitRenewal(gone);
                }
            }
        })));
        if (!none()) {
            seen.complete(true);
        }
    }

    /**
     * Begins to follow those of a sandbox that has had some already: that there is none from the first is then an end, too.
     *
     * @param gone told when there are none any more
     */
    public void followKnown(Runnable gone) {
        follow(gone);
        if (!watches.isEmpty()) {
            var unused = CompletableFuture.allOf(
                            views.stream().map(NamespaceView::opened).toArray(CompletableFuture[]::new))
                    .thenAccept(opened -> {
                        seen.complete(true);
                        awaitRenewal(gone);
                    });
        }
    }

    private void awaitRenewal(Runnable gone) {
        if (none()) {
            var unused = workers.after(RENEWAL, () -> tellIfNone(gone));
        }
    }

    private void tellIfNone(Runnable gone) {
        if (none() && !ends.isEmpty()) {
            gone.run();
        }
    }

    private boolean none() {
        return watches.stream().flatMap(watched -> watched.all().stream()).noneMatch(this::own);
    }

    private boolean own(GenericKubernetesResource object) {
        return SandboxRoute.isOf(object, key);
    }

    /**
     * Waits until there is one.
     *
     * @return whether there is one, or none can be seen by this user
     */
    public boolean await(Deadline deadline) {
        if (watches.isEmpty()) {
            return true;
        }
        try {
            return seen.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }
}

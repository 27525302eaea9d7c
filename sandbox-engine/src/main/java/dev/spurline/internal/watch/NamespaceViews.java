// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The views of one engine, one a namespace: opened with its first sandbox there, closed with the engine. */
public final class NamespaceViews implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Supplier<ServedKinds> served;
    private final PermissionQuery permit;
    private final String engine;
    private final Duration length;
    private final Map<String, NamespaceView> views = new ConcurrentHashMap<>();

    /**
     * Prepares views; none is opened before it is needed.
     *
     * @param client reaches the cluster
     * @param workers run what the watches call for
     * @param served tells which custom kinds there are; may wait
     * @param permit tells where routes may be followed
     * @param engine the engine's id
     * @param lease how long sandboxes outlive an engine: a watch is shown to be alive twice in that time
     */
    public NamespaceViews(
            KubernetesClient client,
            EngineThreads workers,
            Supplier<ServedKinds> served,
            PermissionQuery permit,
            String engine,
            Duration lease) {
        this.client = client;
        this.workers = workers;
        this.served = served;
        this.permit = permit;
        this.engine = engine;
        this.length = clamp(lease.dividedBy(2));
    }

    private static Duration clamp(Duration wanted) {
        Duration most = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
    }

    /** Returns the view of a namespace, and begins to open it if there is none; does not wait for the watches. */
    public NamespaceView of(String namespace) {
        ServedKinds kinds = served.get();
        return views.compute(namespace, (name, there) -> there == null || refused(there) ? open(name, kinds) : there);
    }

    /** Returns the routes of a kind that a view shows, of this namespace or of all; empty if none shows them as they are. */
    public Optional<Collection<GenericKubernetesResource>> routes(CustomKind kind, String namespace) {
        return Optional.ofNullable(views.get(namespace))
                .flatMap(view -> view.routes(kind))
                .filter(watched -> watched.freshness().current())
                .map(WatchedObjects::all);
    }

    /** Permissions may have been granted since. */
    private static boolean refused(NamespaceView view) {
        if (!view.opened().isCompletedExceptionally()) {
            return false;
        }
        view.close();
        return true;
    }

    private NamespaceView open(String namespace, ServedKinds kinds) {
        return new NamespaceView(client, workers, length, namespace, engine, kinds, permit);
    }

    @Override
    public void close() {
        views.values().forEach(NamespaceView::close);
        views.clear();
    }
}

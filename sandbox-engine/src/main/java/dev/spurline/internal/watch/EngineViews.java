// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What other engines have made, kept current by watches: views by engine label, opened when first asked for. */
public final class EngineViews implements AutoCloseable {

    private final ClusterAccess own;
    private final String engine;
    private final Function<String, NamespaceViews> views;
    private final Map<String, ClusterAccess> others = new ConcurrentHashMap<>();

    /**
     * Prepares to watch.
     *
     * @param own the ways in which this engine sees the cluster
     * @param engine the label of what it makes itself
     * @param views makes the views of an engine label
     */
    public EngineViews(ClusterAccess own, String engine, Function<String, NamespaceViews> views) {
        this.own = own;
        this.engine = engine;
        this.views = views;
    }

    /** Returns the ways to see what has an engine label. */
    public ClusterAccess of(String label) {
        return label.equals(engine)
                ? own
                : others.computeIfAbsent(
                        label,
                        other -> new ClusterAccess(
                                own.client(), own.workers(), own.permit(), views.apply(other), own.policies()));
    }

    @Override
    public void close() {
        others.values().forEach(access -> access.views().close());
    }
}

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
package dev.spurline.internal.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watch has told. Without a resourceVersion a watch begins with all that is there, so no list call is needed.
 *
 * @param <T> the kind
 */
public final class Watched<T extends HasMetadata> implements Watcher<T>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final Supplier<? extends Watchable<T>> source;
    private final Consumer<T> changed;
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private volatile @Nullable Watch watch;
    private volatile boolean closed;

    private Watched(Supplier<? extends Watchable<T>> source, Consumer<T> changed) {
        this.source = source;
        this.changed = changed;
    }

    /**
     * Opens a watch and returns when the server has taken it.
     *
     * @param source what to watch
     * @param changed told of each object that came, changed or went, after {@link #all()} knows of it
     */
    public static <T extends HasMetadata> Watched<T> open(
            Supplier<? extends Watchable<T>> source, Consumer<T> changed) {
        Watched<T> watched = new Watched<>(source, changed);
        watched.start();
        return watched;
    }

    private void start() {
        watch = source.get().watch(this);
        if (closed) {
            close();
        }
    }

    /** Returns what is there now. */
    public Collection<T> all() {
        return List.copyOf(objects.values());
    }

    @Override
    public void eventReceived(Action action, T object) {
        switch (action) {
            case ADDED, MODIFIED -> objects.put(object.getMetadata().getUid(), object);
            case DELETED -> objects.remove(object.getMetadata().getUid());
            default -> {
                return;
            }
        }
        changed.accept(object);
    }

    @Override
    public void onClose(WatcherException cause) {
        if (closed) {
            return;
        }
        // Too old a version, mostly. A new watch begins with all there is; what went meanwhile is not among it.
        LOG.debug("Watch ended, opening a new one: {}", cause.toString());
        objects.clear();
        try {
            start();
        } catch (RuntimeException e) {
            LOG.warn("Watch could not be opened again: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
    }
}

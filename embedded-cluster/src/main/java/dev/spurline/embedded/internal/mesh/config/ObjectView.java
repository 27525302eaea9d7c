// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.client.AnyChange;
import dev.spurline.embedded.internal.client.ObjectWatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The objects of a kind as a watch has told of them, and the state of those that were read because another watch was ahead
 * of this one. Each kind has a watch of its own, and nothing keeps them at the same state.
 *
 * @param <T> the type of the objects
 */
final class ObjectView<T extends HasMetadata> implements AutoCloseable {

    private final ObjectWatch<T> watch;
    private final Map<String, T> ahead = new HashMap<>();

    ObjectView(Informable<T> objects, Runnable changed) {
        watch = ObjectWatch.of(objects, new AnyChange(changed));
    }

    /** Begins; done when the objects that there are are known. */
    CompletableFuture<Void> start() {
        return watch.start();
    }

    /**
     * Takes the state of an object that was read just now.
     *
     * @return whether the watch has not told of it yet
     */
    boolean add(T object) {
        boolean news = !watch.hasReached(object.getMetadata().getResourceVersion());
        if (news) {
            ahead.put(key(object), object);
        }
        return news;
    }

    List<T> objects() {
        dropWhatTheWatchHasReached();
        if (ahead.isEmpty()) {
            return watch.objects();
        }
        Map<String, T> objects = new LinkedHashMap<>();
        watch.objects().forEach(object -> objects.put(key(object), object));
        objects.putAll(ahead);
        return List.copyOf(objects.values());
    }

    /** Returns the object of {@code namespace/name}. */
    Optional<T> get(String key) {
        dropWhatTheWatchHasReached();
        return Optional.ofNullable(ahead.get(key)).or(() -> watch.get(key));
    }

    private void dropWhatTheWatchHasReached() {
        ahead.values().removeIf(object -> watch.hasReached(object.getMetadata().getResourceVersion()));
    }

    /** Only used for kinds with namespaces. */
    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    @Override
    public void close() {
        watch.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Objects that are listed, then watched, until it is closed. An API server that is away for a while is waited for.
 *
 * @param <T> the type of the objects
 */
public final class ObjectWatch<T extends HasMetadata> implements AutoCloseable {

    private final SharedIndexInformer<T> informer;
    private volatile boolean closed;

    private ObjectWatch(Informable<T> objects, ResourceEventHandler<? super T> handler, boolean insisting) {
        informer = objects.runnableInformer(0);
        informer.exceptionHandler((started, failure) -> !closed && (started || insisting));
        informer.addEventHandler(handler);
    }

    /** Makes a watch whose start fails if its first list does. */
    public static <T extends HasMetadata> ObjectWatch<T> of(
            Informable<T> objects, ResourceEventHandler<? super T> handler) {
        return new ObjectWatch<>(objects, handler, false);
    }

    /** Makes a watch that lists until it once succeeds. */
    public static <T extends HasMetadata> ObjectWatch<T> insisting(
            Informable<T> objects, ResourceEventHandler<? super T> handler) {
        return new ObjectWatch<>(objects, handler, true);
    }

    /** Begins; done when the objects that there are have been told. */
    public CompletableFuture<Void> start() {
        return informer.start().toCompletableFuture();
    }

    /** Returns the objects as they were last seen. */
    public List<T> objects() {
        return informer.getStore().list();
    }

    /** Returns the object with that key of an informer, such as {@code namespace/name}. */
    public Optional<T> get(String key) {
        return Optional.ofNullable(informer.getIndexer().getByKey(key));
    }

    /**
     * Returns whether everything up to a resourceVersion has been seen; false where versions are no numbers. Those of
     * different kinds can be compared: kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.
     */
    public boolean hasReached(String resourceVersion) {
        String seen = informer.lastSyncResourceVersion();
        try {
            return seen != null && Long.parseLong(seen) >= Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        informer.stop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state of one object that somebody waits for, as a watch tells it. A watch that is refused, ends or falls silent tells
 * nothing: who waits has to look for himself now and then.
 *
 * @param <T> its kind
 */
public final class AwaitedObject<T extends HasMetadata> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedObject.class);

    private final CompletableFuture<T> seen = new CompletableFuture<>();
    private final EventStream stream;

    private AwaitedObject(KubernetesClient client, Class<T> type, String path, Predicate<T> awaited) {
        EventReader<T> events = new EventReader<>(client.getKubernetesSerialization(), type);
        this.stream = EventStream.open(
                client,
                path,
                new EventStream.Sink() {
                    @Override
                    public void line(byte[] json) {
                        T object = events.read(json).object();
                        if (awaited.test(object)) {
                            seen.complete(object);
                        }
                    }

                    @Override
                    public void end(@Nullable Throwable failure) {
                        LOG.debug("The watch of [{}] ended: {}", path, String.valueOf(failure));
                    }
                },
                ForkJoinPool.commonPool());
    }

    /**
     * Watches an object from its present state on.
     *
     * @param type its kind
     * @param object it
     * @param awaited tells the state that is waited for
     */
    public static <T extends HasMetadata> AwaitedObject<T> of(
            KubernetesClient client, Class<T> type, T object, Predicate<T> awaited) {
        // Without a version the watch begins with the object as it is, so that nothing has to be listed.
        String path =
                WatchTarget.of(type, object.getMetadata().getNamespace(), "").list()
                        + "?watch=true&fieldSelector=metadata.name%3D"
                        + object.getMetadata().getName();
        return new AwaitedObject<>(client, type, path, awaited);
    }

    /** Returns what is done with the object in the state that is waited for. */
    public CompletableFuture<T> seen() {
        return seen.copy();
    }

    @Override
    public void close() {
        stream.close();
    }
}

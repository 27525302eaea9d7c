// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

/**
 * Is told what happens to the objects of a watch, one thing after the other, after {@link WatchedObjects#all()} knows of it.
 * Must not block.
 *
 * @param <T> the kind
 */
public interface WatchListener<T> {

    /** Takes an object that came or changed. */
    void changed(T object);

    /** Takes an object that went, as it was seen last. */
    default void gone(T object) {}

    /** Takes notice that the view is no longer current, or is again. */
    default void turned(ViewFreshness freshness) {}
}

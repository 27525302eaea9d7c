// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one object.
 *
 * @param before the object as it was, null if it is new
 * @param after the object as it is, null if it is gone
 * @param <T> the type of the object
 */
public record ObjectChange<T>(@Nullable T before, @Nullable T after) {

    /** Returns the newest state there is: after the change, or before it if the object is gone. */
    public T latest() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a change from nothing to nothing");
    }

    /** Whether the object is gone. */
    public boolean gone() {
        return after == null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/**
 * Does the same whatever happens to a watched object.
 *
 * @param action what is done
 */
public record AnyChange(Runnable action) implements ResourceEventHandler<Object> {

    @Override
    public void onAdd(Object object) {
        action.run();
    }

    @Override
    public void onUpdate(Object before, Object after) {
        action.run();
    }

    @Override
    public void onDelete(Object object, boolean lastStateUnknown) {
        action.run();
    }
}

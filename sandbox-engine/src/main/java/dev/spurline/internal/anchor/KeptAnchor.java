// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;

/**
 * The dead man's switch of one sandbox in one namespace that outlives its engine: nobody renews it. Until it is given its time
 * it ends within a lease, so that nothing stays that was not finished.
 */
public final class KeptAnchor {

    private final Anchor anchor;

    KeptAnchor(Anchor anchor) {
        this.anchor = anchor;
    }

    /** Returns what records are to be owned by. */
    public OwnerReference owner() {
        return anchor.owner();
    }

    /**
     * Gives it its time, counted from now.
     *
     * @throws dev.spurline.SandboxException if that could not be written, or it has ended
     */
    public void prolong(Duration time) {
        anchor.prolong(time);
    }

    /** Removes it and, by the garbage collector, whatever it owns. */
    public void remove() {
        anchor.remove();
    }
}

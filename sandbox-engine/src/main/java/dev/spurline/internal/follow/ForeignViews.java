// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.internal.watch.ViewFreshness;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The views that the open sandboxes of one engine are derived from: while one of them is not current, no anchor is renewed,
 * so that what was derived from foreign routes does not outlive what is known of them by more than a lease.
 */
public final class ForeignViews implements Supplier<ViewFreshness> {

    private final Collection<ForeignView> used = new CopyOnWriteArrayList<>();

    /** Takes notice that a sandbox is derived from a view from now on. */
    void begin(ForeignView state) {
        used.add(state);
    }

    /** Takes notice that the sandbox is no more. */
    void end(ForeignView state) {
        used.remove(state);
    }

    @Override
    public ViewFreshness get() {
        return ViewFreshness.weakest(used.stream().map(ForeignView::freshness).toList());
    }
}

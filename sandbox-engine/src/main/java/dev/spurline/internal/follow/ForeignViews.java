// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.ViewFreshness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The views that the open sandboxes of one engine are derived from: while one of them is not current, no anchor is renewed,
 * so that what was derived from foreign routes does not outlive what is known of them by more than a lease.
 */
public final class ForeignViews implements Supplier<ViewFreshness> {

    private final Map<List<NamespaceView>, ForeignView> known = new HashMap<>();
    private final Map<ForeignView, Integer> used = new HashMap<>();

    /** Returns the view of some namespaces: one for all sandboxes there. */
    synchronized ForeignView of(List<NamespaceView> namespaces) {
        return known.computeIfAbsent(List.copyOf(namespaces), ForeignView::new);
    }

    /** Takes notice that a sandbox is derived from a view from now on. */
    synchronized void begin(ForeignView view) {
        used.merge(view, 1, Integer::sum);
    }

    /** Takes notice that a sandbox which was derived from a view is no more. */
    synchronized void end(ForeignView view) {
        if (used.computeIfPresent(view, (its, sandboxes) -> sandboxes > 1 ? sandboxes - 1 : null) == null) {
            known.values().remove(view);
        }
    }

    @Override
    public ViewFreshness get() {
        return ViewFreshness.weakest(
                views().stream().map(ForeignView::freshness).toList());
    }

    private synchronized List<ForeignView> views() {
        return List.copyOf(used.keySet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.ViewFreshness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The views that the open sandboxes of one engine are derived from: while one of them is not current, no anchor is renewed,
 * so that what was derived from foreign routes does not outlive what is known of them by more than a lease.
 */
public final class ForeignViews implements Supplier<ViewFreshness> {

    private final Map<Object, ForeignView> held = new HashMap<>();
    private final Set<Object> derived = new HashSet<>();

    /** Returns the view of some namespaces, for a follower until it {@linkplain #end ends}: one for all followers there. */
    synchronized ForeignView of(Object follower, List<NamespaceView> namespaces) {
        ForeignView view = held.values().stream()
                .filter(known -> known.isOf(namespaces))
                .findFirst()
                .orElseGet(() -> new ForeignView(List.copyOf(namespaces)));
        held.put(follower, view);
        return view;
    }

    /** Takes notice that a follower's sandbox is derived from its view from now on. */
    synchronized void begin(Object follower) {
        derived.add(follower);
    }

    /** Takes notice that a follower, and what its sandbox had of its view, is no more. */
    synchronized void end(Object follower) {
        derived.remove(follower);
        held.remove(follower);
    }

    @Override
    public ViewFreshness get() {
        return ViewFreshness.weakest(
                views().stream().map(ForeignView::freshness).toList());
    }

    private synchronized List<ForeignView> views() {
        return derived.stream().map(held::get).distinct().toList();
    }
}

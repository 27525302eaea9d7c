// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.internal.watch.ViewFreshness;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What the open sandboxes of one engine go by: while it is not current, their anchors are not renewed, so that what was
 * derived from foreign routes does not outlive what is known of them by more than a lease.
 */
final class Knowledge implements Supplier<ViewFreshness> {

    private final Collection<ForeignState> used = new CopyOnWriteArrayList<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Takes notice of what is the same for every sandbox; returns whether nobody was told of it yet. */
    boolean isNews(String sentence) {
        return told.add(sentence);
    }

    void begin(ForeignState state) {
        used.add(state);
    }

    void end(ForeignState state) {
        used.remove(state);
    }

    @Override
    public ViewFreshness get() {
        return ViewFreshness.weakest(used.stream().map(ForeignState::freshness).toList());
    }
}

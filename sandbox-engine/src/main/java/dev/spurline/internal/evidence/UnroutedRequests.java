// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.plan.PlannedFork;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The requests that were led to a fork where nothing leads any: it is known that there are none. */
final class UnroutedRequests implements RequestCounter {

    private static final ProxyReading NONE = new ProxyReading(List.of(), "", false);

    @Override
    public void expect(Pod pod) {
        // Nothing is to be read of it.
    }

    @Override
    public CompletableFuture<ProxyReading> readMetrics(PlannedFork fork, Pod pod, ServedPorts served) {
        return CompletableFuture.completedFuture(NONE);
    }

    @Override
    public CompletableFuture<ProxyReading> read(PlannedFork fork, Pod pod, ServedPorts served) {
        return CompletableFuture.completedFuture(NONE);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who counts the requests that others than the test itself have sent to a fork. */
public interface RequestCounter extends AutoCloseable {

    /** Returns the proxies of the forks' pods, as a mesh gives them. */
    static RequestCounter ofForks(
            KubernetesClient client, EngineThreads workers, PodPages pages, PermissionQuery permit) {
        return new ProxyMetrics(client, workers, pages, permit);
    }

    /**
     * Returns the Envoys of those who call the forks.
     *
     * @param callers whose they are
     * @param port their admin port
     */
    static RequestCounter ofCallers(PodPages pages, List<CallingWorkload> callers, int port) {
        return new CallerMetrics(pages, callers, port);
    }

    /**
     * Returns the waypoints of ambient Istio.
     *
     * @param waypoints reads which there are
     */
    static RequestCounter ofWaypoints(
            PodPages pages, EngineThreads workers, Supplier<List<CallingWorkload>> waypoints) {
        return new WaypointMetrics(pages, workers, waypoints);
    }

    /** Returns nobody: where nothing leads requests of others to a fork, there are none. */
    static RequestCounter ofNobody() {
        return new UnroutedRequests();
    }

    /** Takes notice of a fork's pod that may be starting still. */
    void expect(Pod pod);

    /** Reads what was counted, while a sandbox opens and there is no time for more. */
    CompletableFuture<ProxyReading> readMetrics(PlannedFork fork, Pod pod, ServedPorts served);

    /** Reads whatever is needed to know what was served. */
    CompletableFuture<ProxyReading> read(PlannedFork fork, Pod pod, ServedPorts served);

    /** Ends the connections; a reading under way fails, and no other begins. */
    @Override
    void close();
}

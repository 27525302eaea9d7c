// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import dev.spurline.embedded.internal.client.EventRecorder;
import dev.spurline.embedded.internal.controllers.batch.CronJobController;
import dev.spurline.embedded.internal.controllers.batch.FinishedJobs;
import dev.spurline.embedded.internal.controllers.batch.JobController;
import dev.spurline.embedded.internal.controllers.garbage.GarbageCollector;
import dev.spurline.embedded.internal.controllers.housekeeping.ClaimBinding;
import dev.spurline.embedded.internal.controllers.housekeeping.ClaimProtection;
import dev.spurline.embedded.internal.controllers.housekeeping.DisruptionController;
import dev.spurline.embedded.internal.controllers.housekeeping.EphemeralClaims;
import dev.spurline.embedded.internal.controllers.housekeeping.LostPods;
import dev.spurline.embedded.internal.controllers.housekeeping.NamespaceController;
import dev.spurline.embedded.internal.controllers.housekeeping.NamespaceDefaults;
import dev.spurline.embedded.internal.controllers.network.EndpointSliceController;
import dev.spurline.embedded.internal.controllers.network.EndpointsController;
import dev.spurline.embedded.internal.controllers.runtime.ApiWriter;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ControllerThreads;
import dev.spurline.embedded.internal.controllers.runtime.WatchedCluster;
import dev.spurline.embedded.internal.controllers.scheduling.Scheduler;
import dev.spurline.embedded.internal.controllers.workload.DaemonSetController;
import dev.spurline.embedded.internal.controllers.workload.DeploymentController;
import dev.spurline.embedded.internal.controllers.workload.ReplicaSetController;
import dev.spurline.embedded.internal.controllers.workload.StatefulSetController;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All controllers and the scheduler, at work from start to close. */
public final class ClusterControllers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClusterControllers.class);

    private static final List<Function<ControllerContext, Object>> ALL = List.of(
            NamespaceController::new,
            NamespaceDefaults::new,
            GarbageCollector::new,
            Scheduler::new,
            ReplicaSetController::new,
            DeploymentController::new,
            EndpointSliceController::new,
            EndpointsController::new,
            JobController::new,
            FinishedJobs::new,
            CronJobController::new,
            StatefulSetController::new,
            DaemonSetController::new,
            DisruptionController::new,
            LostPods::new,
            ClaimProtection::new,
            ClaimBinding::new,
            EphemeralClaims::new);

    private final WatchedCluster cluster;
    private final ControllerThreads workers;

    private ClusterControllers(WatchedCluster cluster, ControllerThreads workers) {
        this.cluster = cluster;
        this.workers = workers;
    }

    /** Starts the controllers; they have seen everything there is when this returns. The client stays the caller's. */
    public static ClusterControllers start(KubernetesClient client) {
        WatchedCluster cluster = WatchedCluster.watch(client);
        ControllerThreads workers = new ControllerThreads();
        ControllerContext context = new ControllerContext(
                cluster,
                new ApiWriter(client, cluster),
                new EventRecorder(client, workers::run),
                workers,
                client.getConfiguration());
        List<Object> controllers =
                ALL.stream().map(controller -> controller.apply(context)).toList();
        log.debug("{} controllers at work", controllers.size());
        return new ClusterControllers(cluster, workers);
    }

    /** Stops watching, then working. */
    @Override
    public void close() {
        workers.close();
        cluster.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the work on every pod of a node shares. */
public record NodeContext(
        KubernetesClient client,
        NodeSettings settings,
        ImageCatalogue images,
        PodNetwork network,
        KubeletEvents events,
        HealthCheck checks,
        ProcessGuard guard,
        PodAddresses addresses,
        NodeDirectory directory,
        ExecutorService threads,
        ScheduledExecutorService timer) {

    private static final Logger LOG = LoggerFactory.getLogger(NodeContext.class);

    public static final String HOST_IP = "127.0.0.1";

    /** Has something done later, unless the node is closed by then. */
    public void schedule(Runnable task, Duration delay) {
        try {
            var unused = timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("The node is closed", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.EventRecorder;
import dev.spurline.embedded.internal.client.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;

/**
 * What every controller is given.
 *
 * @param cluster what there is
 * @param writer how to change it
 * @param events how to tell people
 * @param workers who does the work
 * @param connection how the API server is reached
 */
public record ControllerContext(
        WatchedCluster cluster, ApiWriter writer, EventRecorder events, ControllerThreads workers, Config connection) {

    /** Returns the store of a kind. */
    public <T extends HasMetadata> ObjectStore<T> store(Class<T> type) {
        return cluster.store(type);
    }

    /** Returns a queue whose objects are reconciled by the given reconciler. */
    public WorkQueue<ObjectName> queue(String name, WorkQueue.Reconciler<ObjectName> reconciler) {
        return new WorkQueue<>(name, workers, reconciler);
    }
}

/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.controllers.runtime;

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
        Cluster cluster, ApiWriter writer, EventRecorder events, Workers workers, Config connection) {

    /** Returns the store of a kind. */
    public <T extends HasMetadata> ObjectStore<T> store(Class<T> type) {
        return cluster.store(type);
    }

    /** Returns a queue whose objects are reconciled by the given reconciler. */
    public WorkQueue<ObjectName> queue(String name, WorkQueue.Reconciler<ObjectName> reconciler) {
        return new WorkQueue<>(name, workers, reconciler);
    }
}

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
package dev.spurline.internal.plan;

import dev.spurline.Workload;
import java.util.List;
import java.util.Map;

/**
 * A fork as the rest of the engine needs to know it.
 *
 * @param workload the workload it copies
 * @param namespace its namespace, the workload's
 * @param deployment the name of its Deployment
 * @param container the container that image and env concern
 * @param podLabels the labels that select its pod and no other
 * @param services the Services that select the baseline, and the fork's twin of each; may be empty
 * @param routes the route objects that lead to it, in order; empty if it has no Service
 * @param changes every difference to the baseline, a sentence each
 */
public record PlannedFork(
        Workload workload,
        String namespace,
        String deployment,
        String container,
        Map<String, String> podLabels,
        List<ForkService> services,
        List<PlannedRoute> routes,
        List<String> changes)
        implements PlannedCopy {

    /** Copies the collections. */
    public PlannedFork {
        podLabels = Labels.ordered(podLabels);
        services = List.copyOf(services);
        routes = List.copyOf(routes);
        changes = List.copyOf(changes);
    }

    @Override
    public String name() {
        return deployment;
    }
}

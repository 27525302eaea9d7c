// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The ways in which the stations of an engine see its cluster.
 *
 * @param client sends single requests
 * @param workers run requests that must not block the caller
 * @param permit tells whether a request would be let through
 * @param views hold what is followed by watch
 * @param policies hold what surveys need not list again
 */
public record ClusterAccess(
        KubernetesClient client,
        EngineThreads workers,
        PermissionQuery permit,
        NamespaceViews views,
        PolicyWatches policies) {}

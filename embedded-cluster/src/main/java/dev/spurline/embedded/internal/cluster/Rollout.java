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
package dev.spurline.embedded.internal.cluster;

import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Waits until the workloads of a blueprint are there. */
public final class Rollout {

    private final KubernetesClient client;
    private final Duration limit;

    /**
     * Waits through a client.
     *
     * @param client the client
     * @param limit how long for each workload
     */
    public Rollout(KubernetesClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /**
     * Waits.
     *
     * @param objects what was applied; what is no Deployment is not waited for
     * @throws SandboxException if a Deployment is not available in time
     */
    public void await(Collection<HasMetadata> objects) {
        objects.stream().filter(Deployment.class::isInstance).forEach(object -> await((Deployment) object));
    }

    private void await(Deployment deployment) {
        try {
            client.resource(deployment).waitUntilCondition(Rollout::available, limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new SandboxException(
                    "Deployment [%s/%s] of the blueprint is not available after [%d s]: %s"
                            .formatted(
                                    deployment.getMetadata().getNamespace(),
                                    deployment.getMetadata().getName(),
                                    limit.toSeconds(),
                                    pods(deployment)),
                    e);
        }
    }

    private static boolean available(Deployment deployment) {
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        return wanted == 0
                || (deployment.getStatus() != null
                        && Objects.requireNonNullElse(deployment.getStatus().getAvailableReplicas(), 0) >= wanted);
    }

    private String pods(Deployment deployment) {
        return client
                .pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabels(deployment.getSpec().getSelector().getMatchLabels())
                .list()
                .getItems()
                .stream()
                .map(Rollout::describe)
                .collect(Collectors.joining("; ", "pods [", "]"));
    }

    private static String describe(Pod pod) {
        return pod.getMetadata().getName() + " " + pod.getStatus().getPhase()
                + pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getState)
                        .filter(state -> state != null && state.getWaiting() != null)
                        .map(state -> " " + state.getWaiting().getReason() + " "
                                + state.getWaiting().getMessage())
                        .collect(Collectors.joining());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.Set;

/** A workload that a cluster waits for. */
record WorkloadName(String kind, String namespace, String name) {

    static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "Pod");

    /** Returns the workload as it is now, if it exists. */
    Optional<HasMetadata> read(KubernetesClient client) {
        return Optional.ofNullable(
                switch (kind) {
                    case "Deployment" ->
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .get();
                    case "StatefulSet" ->
                        client.apps()
                                .statefulSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get();
                    default ->
                        client.pods().inNamespace(namespace).withName(name).get();
                });
    }

    String title() {
        return "%s %s/%s".formatted(kind, namespace, name);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.cluster.ClusterProvider.ProvidedCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.Optional;

/**
 * A cluster that has answered.
 *
 * @param client the client
 * @param clock the cluster's time
 * @param title which cluster it is and what decided, for people
 * @param context the context's name
 * @param inCluster whether this JVM runs as a pod of the cluster, so that names of Services resolve
 * @param namespace the namespace of the context or of the provided cluster; empty if neither names one
 * @param provided the cluster, if it was started for this engine
 */
public record ClusterConnection(
        KubernetesClient client,
        ServerClock clock,
        String title,
        String context,
        boolean inCluster,
        Optional<String> namespace,
        Optional<ProvidedCluster> provided)
        implements AutoCloseable {

    /** Returns where a provided cluster can be entered. */
    public Optional<URI> entry(String in, String service) {
        return provided.flatMap(cluster -> cluster.entry(in, service));
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            provided.ifPresent(ProvidedCluster::close);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterProvider;
import java.net.URI;
import java.util.Optional;

/**
 * Provides embedded clusters under the name {@code embedded}.
 *
 * @since 0.1
 */
public final class EmbeddedClusterProvider implements ClusterProvider {

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedClusterProvider() {}

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public ProvidedCluster start(Blueprint blueprint) {
        return new Provided(EmbeddedCluster.start(blueprint));
    }

    private record Provided(EmbeddedCluster cluster) implements ProvidedCluster {

        @Override
        public String kubeconfig() {
            return cluster.engineKubeconfig();
        }

        @Override
        public String namespace() {
            return cluster.namespace();
        }

        @Override
        public Optional<URI> entry(String namespace, String service) {
            return cluster.entry(namespace, service);
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

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
    public BlueprintUse blueprintUse() {
        return BlueprintUse.REQUIRED;
    }

    @Override
    public ProvidedCluster start(ClusterRequest request) {
        return new StartedCluster(EmbeddedCluster.start(request.blueprint().orElseThrow()));
    }

    private record StartedCluster(EmbeddedCluster cluster) implements ProvidedCluster {

        @Override
        public String kubeconfig() {
            return cluster.engineKubeconfig();
        }

        @Override
        public Optional<String> namespace() {
            return Optional.of(cluster.namespace());
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

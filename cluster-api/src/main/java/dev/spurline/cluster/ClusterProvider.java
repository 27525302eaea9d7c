// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import java.net.URI;
import java.util.Optional;

/**
 * Provides a cluster of its own making under a name that the setting {@code spurline.cluster} can choose. Found with
 * {@link java.util.ServiceLoader}.
 *
 * @since 0.1
 */
public interface ClusterProvider {

    /** Returns the name, such as {@code embedded}. */
    String name();

    /**
     * Starts a cluster.
     *
     * @param blueprint what the cluster shall be
     * @return the running cluster
     * @throws ClusterException if it cannot start
     */
    ProvidedCluster start(Blueprint blueprint);

    /** A running cluster. */
    interface ProvidedCluster extends AutoCloseable {

        /** Returns a kubeconfig, as YAML, whose current context leads to the cluster. */
        String kubeconfig();

        /** Returns the namespace that manifests without one went to. */
        String namespace();

        /**
         * Returns where a Service can be entered from outside, as at an ingress gateway.
         *
         * @param namespace the namespace of the Service
         * @param service the name of the Service
         * @return a base URI, or empty if the Service is not open there
         */
        Optional<URI> entry(String namespace, String service);

        /** Ends the cluster and everything that runs in it. */
        @Override
        void close();
    }
}

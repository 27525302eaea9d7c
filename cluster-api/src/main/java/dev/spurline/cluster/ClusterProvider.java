// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import java.net.URI;
import java.util.Optional;

/**
 * Provides a cluster of its own making under a name that the setting {@code spurline.cluster} can choose. Found with
 * {@link java.util.ServiceLoader}: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.spurline.cluster.ClusterProvider}. The embedded cluster is one; one that starts K3s in a
 * container, or kind, may be another.
 *
 * <p>Providers are made to learn their names, too, also where another cluster is chosen: a constructor must be cheap and
 * touch nothing outside, {@link #name} and {@link #blueprintUse} say the same each time, and {@link #start} does the work.
 *
 * <pre>{@code
 * public final class ScriptedProvider implements ClusterProvider {
 *
 *     public String name() {
 *         return "scripted";
 *     }
 *
 *     public ProvidedCluster start(ClusterRequest request) {
 *         try {
 *             new ProcessBuilder("./start-cluster").inheritIO().start().waitFor();
 *             String kubeconfig = Files.readString(Path.of("build/kubeconfig"));
 *             return new ProvidedCluster() {
 *
 *                 public String kubeconfig() {
 *                     return kubeconfig;
 *                 }
 *
 *                 public void close() {
 *                     // such as ./stop-cluster
 *                 }
 *             };
 *         } catch (IOException | InterruptedException e) {
 *             throw new ClusterException("./start-cluster failed: " + e.getMessage(), e);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A cluster is started once for each engine, which closes it. Guards on contexts do not apply, because whoever names the
 * provider means its cluster: a provider must not hand out one that others share.
 *
 * @since 0.1
 */
public interface ClusterProvider {

    /** What a blueprint is to a provider. */
    enum BlueprintUse {

        /** There is no cluster without one. */
        REQUIRED,

        /** It is regarded where there is one. */
        OPTIONAL,

        /** It is not looked at: the provider knows by itself what to start. */
        NONE
    }

    /**
     * Returns the name, such as {@code embedded}; upper and lower case are the same. {@code kubeconfig} and {@code in-cluster} are
     * words of the engine, and no two providers on one class path may have the same name.
     */
    String name();

    /**
     * Returns what a blueprint is to this provider; by default nothing. The engine refuses a choice without the blueprint that
     * is required, and one beside which a setting names a blueprint that nobody would look at.
     */
    default BlueprintUse blueprintUse() {
        return BlueprintUse.NONE;
    }

    /**
     * Starts a cluster and returns when its API server answers. May be called by several threads.
     *
     * @param request what it is started for
     * @return the running cluster
     * @throws ClusterException if it cannot start; what was begun has ended
     */
    ProvidedCluster start(ClusterRequest request);

    /** What a cluster is started for. Implemented by the engine, not by providers. */
    interface ClusterRequest {

        /** Returns the blueprint; never empty where one is {@linkplain BlueprintUse#REQUIRED required}. */
        Optional<Blueprint> blueprint();
    }

    /** A running cluster. Its methods may be called by several threads. */
    interface ProvidedCluster extends AutoCloseable {

        /** Returns a kubeconfig, as YAML, whose current context leads to the cluster. */
        String kubeconfig();

        /**
         * Returns the namespace of sandboxes that name none, such as the one that manifests without a namespace went to; by
         * default that of the kubeconfig's context, if it has one.
         */
        default Optional<String> namespace() {
            return Optional.empty();
        }

        /**
         * Returns where a Service can be entered from outside, as at an ingress gateway; by default nowhere, and requests go in
         * by port-forward.
         *
         * @param namespace the namespace of the Service
         * @param service the name of the Service
         * @return a base URI, or empty if the Service is not open there
         */
        default Optional<URI> entry(String namespace, String service) {
            return Optional.empty();
        }

        /** Ends the cluster and everything that runs in it. */
        @Override
        void close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

/**
 * How tests of this machine reach an embedded cluster: without TLS, whose handshakes are a third of what an opening costs. What
 * is about TLS takes the cluster's own kubeconfig.
 */
public final class PlainAccess {

    private PlainAccess() {}

    /** Returns the kubeconfig that the cluster gives to an engine of this JVM. */
    public static String kubeconfig(EmbeddedCluster cluster) {
        return cluster.engineKubeconfig();
    }

    /** Returns that of a ServiceAccount. */
    public static String kubeconfig(EmbeddedCluster cluster, String serviceAccount) {
        return cluster.plain(cluster.kubeconfig(serviceAccount));
    }

    /** Returns that of somebody who may do everything. */
    public static String administrator(EmbeddedCluster cluster) {
        return cluster.plain(cluster.kubeconfig());
    }
}

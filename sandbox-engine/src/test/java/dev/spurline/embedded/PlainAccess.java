// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

/** How engines of this JVM reach an embedded cluster: without TLS, whose handshakes are a third of what an opening costs. */
public final class PlainAccess {

    private PlainAccess() {}

    /** Returns the kubeconfig that the cluster gives to an engine of this JVM. */
    public static String kubeconfig(EmbeddedCluster cluster) {
        return cluster.engineKubeconfig();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.cluster.Blueprint;

/** A cluster for a run. */
public interface E2eCluster extends AutoCloseable {

    /**
     * Starts K3s, or takes the cluster that is there; the images of the shop and the mesh are there when it returns.
     *
     * @throws E2eException if it cannot be had
     */
    static E2eCluster of(E2eSettings settings) {
        return settings.kubeconfig().isPresent() ? GivenCluster.of(settings) : K3sCluster.start(settings);
    }

    /** Returns the kubeconfig of an administrator: YAML, with the context as the current one. */
    String kubeconfig();

    /**
     * Attaches a node where the cluster has none of its own, until it is closed. The suites attach nodes, too, and there must
     * not be two at once.
     *
     * @param pods what an attached node runs
     */
    AttachedPods attach(Blueprint pods);

    /** A node for the time of some tests. */
    interface AttachedPods extends AutoCloseable {

        @Override
        void close();
    }

    /** Lets the namespace of the shop join the mesh as far as labels cannot. */
    void join(String namespace);

    @Override
    void close();
}

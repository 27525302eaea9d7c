// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.cluster.Blueprint;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.internal.blueprint.KubeconfigFile;

/** A cluster that is there, with its mesh. */
record GivenCluster(String kubeconfig, E2eSettings settings) implements E2eCluster {

    static GivenCluster of(E2eSettings settings) {
        return new GivenCluster(KubeconfigFile.read(settings.kubeconfig().orElseThrow(), settings.context()), settings);
    }

    @Override
    public AttachedPods attach(Blueprint pods) {
        return settings.attached() ? EmbeddedCluster.attach(kubeconfig, pods)::close : () -> {};
    }

    @Override
    public void join(String namespace) {
        MeshInstallation.join(settings, kubeconfig, namespace);
    }

    @Override
    public void close() {}
}

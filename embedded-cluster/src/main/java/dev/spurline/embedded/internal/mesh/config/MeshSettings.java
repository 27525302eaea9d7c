// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.function.LongSupplier;

/**
 * How a mesh behaves.
 *
 * @param mesh whose rules apply
 * @param istio which release's, if it is Istio
 * @param injectByDefault whether it gives a proxy to pods about which nobody says anything
 * @param nanos the time by which its proxies hold changes back
 */
public record MeshSettings(Mesh mesh, IstioRelease istio, boolean injectByDefault, LongSupplier nanos) {

    /** Returns the settings of a mesh of some release. */
    public static MeshSettings of(Mesh mesh, IstioRelease istio, boolean injectByDefault) {
        return new MeshSettings(mesh, istio, injectByDefault, System::nanoTime);
    }

    /** Returns which pods it gives a proxy. */
    public InjectionPolicy injection() {
        return new InjectionPolicy(mesh, injectByDefault);
    }

    /** Returns whether the control plane tells proxies of endpoints that are not ready, too. */
    boolean tellsUnready() {
        return mesh == Mesh.ISTIO && istio == IstioRelease.V1_31;
    }
}

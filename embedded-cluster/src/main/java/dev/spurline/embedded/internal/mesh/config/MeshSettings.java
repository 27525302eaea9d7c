// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a mesh behaves.
 *
 * @param mesh whose rules apply
 * @param istio which release's, if it is Istio
 * @param injectByDefault whether it gives a proxy to pods about which nobody says anything
 * @param pushDelay how long nothing may have changed before the proxies are told of changes
 * @param nanos the time by which changes are held back
 */
public record MeshSettings(
        Mesh mesh, IstioRelease istio, boolean injectByDefault, Duration pushDelay, LongSupplier nanos) {

    /** Returns the settings of a mesh of some release that tells its proxies of each change at once. */
    public static MeshSettings of(Mesh mesh, IstioRelease istio, boolean injectByDefault) {
        return new MeshSettings(mesh, istio, injectByDefault, Duration.ZERO, System::nanoTime);
    }

    /** Returns the same settings with another delay. */
    public MeshSettings withPushDelay(Duration delay) {
        return new MeshSettings(mesh, istio, injectByDefault, delay, nanos);
    }

    /** Returns which pods it gives a proxy. */
    public InjectionPolicy injection() {
        return new InjectionPolicy(mesh, injectByDefault);
    }

    /** Returns whether it follows route objects, and says so in their status. */
    public boolean hasRoutes() {
        return mesh == Mesh.ISTIO || mesh == Mesh.LINKERD;
    }

    /** Returns whether the control plane tells proxies of endpoints that are not ready, too. */
    boolean tellsUnready() {
        return mesh == Mesh.ISTIO && istio == IstioRelease.V1_31;
    }
}

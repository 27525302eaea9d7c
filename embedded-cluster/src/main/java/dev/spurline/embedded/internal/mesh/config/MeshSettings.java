/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.ClusterSpec.IstioRelease;
import dev.spurline.ClusterSpec.Mesh;
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

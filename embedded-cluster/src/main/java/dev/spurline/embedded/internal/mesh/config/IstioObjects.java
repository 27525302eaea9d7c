// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import java.util.List;

/**
 * Istio's own objects, which say what callers' proxies have of Services and how they route.
 *
 * @param defaults what holds where they say nothing
 */
public record IstioObjects(
        List<VirtualServiceObject> virtualServices,
        List<DestinationRule> destinationRules,
        List<Sidecar> sidecars,
        MeshDefaults defaults) {

    /** None of them. */
    public static final IstioObjects NONE = new IstioObjects(List.of(), List.of(), List.of(), MeshDefaults.ISTIO);

    /** Copies the lists. */
    public IstioObjects {
        virtualServices = List.copyOf(virtualServices);
        destinationRules = List.copyOf(destinationRules);
        sidecars = List.copyOf(sidecars);
    }
}

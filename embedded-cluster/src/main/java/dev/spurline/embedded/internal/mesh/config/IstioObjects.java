// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.List;

/**
 * Istio's objects that say what callers' proxies have of Services, beside the routes.
 *
 * @param defaults what holds where they say nothing
 */
public record IstioObjects(List<DestinationRule> destinationRules, List<Sidecar> sidecars, MeshDefaults defaults) {

    /** None of them. */
    public static final IstioObjects NONE = new IstioObjects(List.of(), List.of(), MeshDefaults.ISTIO);

    /** Copies the lists. */
    public IstioObjects {
        destinationRules = List.copyOf(destinationRules);
        sidecars = List.copyOf(sidecars);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.survey.ServiceMesh;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the proxies of a mesh show which routes they follow.
 *
 * @param port the port in a pod
 * @param path the page
 * @param reader reads the page
 */
record RoutePage(int port, String path, Function<String, ShownRoutes> reader) {

    /**
     * Returns the page of a mesh's proxies. Linkerd's proxy has none: its counters name a route only once a request has taken
     * it, so there the controller's word is all there is.
     *
     * @param envoyAdmin the admin port of Envoys that no mesh has configured
     */
    static Optional<RoutePage> of(ServiceMesh mesh, int envoyAdmin) {
        if (mesh == ServiceMesh.ENVOY) {
            return Optional.of(new RoutePage(envoyAdmin, "/config_dump", OverrideDump::new));
        }
        return mesh.istio() ? Optional.of(RouteDump.PAGE) : Optional.empty();
    }
}

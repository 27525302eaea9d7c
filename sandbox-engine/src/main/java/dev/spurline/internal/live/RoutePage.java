// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.survey.ServiceMesh;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the proxies of a mesh show which routes they follow.
 *
 * @param port the port in a pod that tells no other
 * @param path the page
 * @param reader reads the page
 * @param pause how long after their acceptance routes are given if the page shows nothing; zero where it shows everything
 */
record RoutePage(int port, String path, Function<String, ShownRoutes> reader, Duration pause) {

    /**
     * Linkerd's. Of 1,041 keyed requests that were sent at once after the acceptance 11 met the baseline, the last of them
     * 108 ms after it: the controller reads the acceptance back before it tells the proxies.
     */
    private static final RoutePage LINKERD =
            new RoutePage(4191, "/metrics", ShownBalancers::new, Duration.ofMillis(300));

    /**
     * A waypoint's, whose listeners have the routes of its Services in themselves, which Envoy calls static
     * (buildWaypointInboundHTTPRouteConfig in {@code pilot/pkg/networking/core/listener_waypoint.go}). No real one has been
     * asked: so what it does not show is not taken for not followed.
     */
    private static final RoutePage WAYPOINT =
            new RoutePage(15000, "/config_dump?resource=static_route_configs", RouteDump::new, Duration.ofSeconds(1));

    /**
     * Returns the page of a mesh's proxies.
     *
     * @param envoyAdmin the admin port of Envoys that no mesh has configured
     * @param baggage the header that those have to obey
     */
    static Optional<RoutePage> of(ServiceMesh mesh, int envoyAdmin, String baggage) {
        if (mesh == ServiceMesh.ENVOY) {
            return Optional.of(
                    new RoutePage(envoyAdmin, "/config_dump", json -> new OverrideDump(json, baggage), Duration.ZERO));
        }
        if (mesh == ServiceMesh.LINKERD) {
            return Optional.of(LINKERD);
        }
        if (mesh == ServiceMesh.ISTIO_AMBIENT) {
            return Optional.of(WAYPOINT);
        }
        return mesh.istio() ? Optional.of(RouteDump.PAGE) : Optional.empty();
    }

    /** Returns whether what the page does not show is not followed. */
    boolean complete() {
        return pause.isZero();
    }
}

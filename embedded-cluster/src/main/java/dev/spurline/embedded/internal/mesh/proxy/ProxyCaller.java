// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;

/** A pod, or the ingress gateway, on its way out. */
record ProxyCaller(MeshPeer peer, CallerKind kind, ProxyTelemetry telemetry) {

    /** Returns it as a sidecar whose routes are asked for. */
    RouteCaller routeCaller() {
        return RouteCaller.sidecar(peer.namespace(), telemetry.settings().labels());
    }
}

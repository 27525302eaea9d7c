// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.internal.istio.IstioCapture;

/** Those of a pod with Istio's proxy. */
record IstioSkippedPorts(IstioCapture capture) implements SkippedPorts {

    @Override
    public boolean skipsOutbound(int port, String address) {
        return capture.outbound(port, address).isPresent();
    }

    @Override
    public boolean hidesInbound(int port) {
        return capture.inbound(port).isPresent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;

/** A pod, or the ingress gateway, on its way out. */
record ProxyCaller(MeshPeer peer, CallerKind kind, ProxyTelemetry telemetry) {}

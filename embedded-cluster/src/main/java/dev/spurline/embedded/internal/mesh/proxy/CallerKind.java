// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

/** What stands between a caller and the Services that it calls. */
public enum CallerKind {
    /** A pod with a proxy: it follows the routes whose parent is the Service. */
    SIDECAR,
    /**
     * The ingress gateway: its proxy follows routes whose parent is a Gateway, and none whose parent is a Service.
     *
     * <p>Source: gateway-api.sigs.k8s.io/geps/gep-1426.
     */
    GATEWAY,
    /** A pod of Istio's ambient mode: the waypoint of the Service that it calls routes, if the Service has one. */
    AMBIENT,
    /** A pod without a proxy: its connections go to the endpoints of the Service, as kube-proxy leads them. */
    PLAIN
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

/** Whose proxies decide where a request goes. */
public enum ServiceMesh {
    /** Istio with a sidecar in each pod. */
    ISTIO,
    /** Istio ambient: requests are routed only where a waypoint stands before the Service. */
    ISTIO_AMBIENT,
    /** Linkerd. */
    LINKERD,
    /** Envoys that somebody has configured to obey what requests say of forks; no mesh of Istio or Linkerd counts then. */
    ENVOY,
    /** Nothing that could tell requests apart by header was found. */
    NONE;

    /** Returns how the names of its controllers begin: others may know nothing of routes of Services, and say so. */
    public String controller() {
        return this == LINKERD ? "linkerd.io/" : "istio.io/";
    }

    /** Returns whether this is Istio in either form. */
    public boolean istio() {
        return this == ISTIO || this == ISTIO_AMBIENT;
    }
}

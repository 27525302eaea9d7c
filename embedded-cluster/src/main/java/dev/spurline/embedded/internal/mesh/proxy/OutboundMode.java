// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

/** What becomes of a caller's requests to a Service. */
enum OutboundMode {
    /** Its proxy knows the Service, and routes. */
    KNOWN,
    /** They go to the Service's endpoints as without a proxy. */
    PASSTHROUGH,
    /** Its proxy does not know the Service, and refuses them. */
    REFUSED
}

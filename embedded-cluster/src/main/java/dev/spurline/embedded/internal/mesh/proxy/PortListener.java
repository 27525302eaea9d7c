// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.Future;

/** Where one caller finds one port of a Service. */
interface PortListener {

    /** Returns what is called through it. */
    ServicePort port();

    /** Returns the loopback port it listens on. */
    int localPort();

    /** Ends it and its connections. */
    Future<Void> close();
}

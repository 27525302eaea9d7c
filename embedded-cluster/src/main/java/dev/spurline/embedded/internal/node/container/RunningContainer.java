// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A container that has been started. */
interface RunningContainer {

    /** Returns the loopback port by container port. */
    Map<Integer, Integer> ports();

    /** Completes with the exit code when the container has ended, and everything of it is gone. */
    CompletableFuture<Integer> exit();

    /** Asks the container to end, as SIGTERM does. Returns at once. */
    void terminate();

    /** Ends the container, as SIGKILL does. Returns at once. */
    void kill();
}

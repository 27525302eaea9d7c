// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.internal.engine.ClusterEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Opens sandboxes in one cluster. One engine serves a whole JVM; closing it closes its sandboxes.
 *
 * <p>All methods may be called by several threads.
 *
 * @since 0.1
 */
public interface SandboxEngine extends AutoCloseable {

    /**
     * Connects to a cluster; a provider's cluster, such as the embedded one, is started first.
     *
     * @param settings which cluster, and what may be done there
     * @return the engine
     * @throws PreflightException if no cluster is chosen, the choice is not allowed, or it cannot be reached
     */
    static SandboxEngine connect(ClusterSettings settings) {
        return ClusterEngine.connect(settings, Optional.empty());
    }

    /**
     * Returns which cluster and context this is, at which server, how requests go in, and what decided: the line that is
     * logged when the engine has connected.
     */
    String cluster();

    /**
     * Computes what opening a sandbox would do. Reads from the cluster, writes nothing.
     *
     * @param spec the sandbox
     * @return the plan
     * @throws PreflightException if the sandbox is refused
     */
    Plan plan(SandboxSpec spec);

    /**
     * Explains where the mesh sends a request: which rule decides, and why each one before it does not. Reads from the
     * cluster's objects; sends nothing, writes nothing.
     *
     * @param request the request, and whose proxy decides about it
     * @return the explanation, which says what could not be read, too
     * @throws SandboxException if there is no such Service or port
     * @throws PreflightException if the namespace of the Service cannot be read
     */
    Explanation explain(MeshRequest request);

    /**
     * Opens a sandbox and returns when its forks are ready and its routes live.
     *
     * @param spec the sandbox
     * @return the live sandbox
     * @throws PreflightException if the sandbox is refused; nothing was written
     * @throws ForkFailedException if a fork did not become ready; everything was removed
     * @throws RouteNotLiveException if the mesh did not take up the routes; everything was removed
     */
    LiveSandbox open(SandboxSpec spec);

    /**
     * Removes what other runs left in a namespace: sandboxes that nobody holds any more for two leases, and sandboxes that
     * were opened with {@code spurline.anchor=none} and are older than an age, whether they are in use or not. Sandboxes
     * with an anchor that is renewed, and those of this engine, are left alone.
     *
     * @param namespace where to look
     * @param age how old a sandbox without anchor must be
     * @return the keys of the sandboxes of which something was left; now nothing is
     * @throws CleanupException if something could not be removed
     */
    List<RoutingKey> sweep(String namespace, Duration age);

    /**
     * Closes all sandboxes, and the cluster if a provider started it.
     *
     * @throws CleanupException if something could not be removed
     */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import java.util.List;
import java.util.Map;

/**
 * A server that runs as a container of the embedded cluster. Stopping it is the container's SIGTERM: it may take as
 * long as the pod's grace period.
 *
 * @since 0.1
 */
public interface PodServer {

    /** Returns the loopback port the server listens on, by the container port it stands for. */
    Map<Integer, Integer> ports();

    /**
     * Answers for a command that the manifest runs in the container: an exec probe, or a hook. A server in this JVM has no
     * commands of its own, so by default each counts as one that has ended well. Called by several threads.
     *
     * @param command the program and its arguments
     * @return the exit code; 0 if the command has ended well
     * @throws Exception if it cannot be answered; the command then counts as failed
     */
    default int exec(List<String> command) throws Exception {
        return 0;
    }

    /**
     * Ends the server; its threads and sockets are gone when this returns.
     *
     * @throws Exception if it could not end in order; the container then counts as killed
     */
    void stop() throws Exception;

    /**
     * Describes a server with one port.
     *
     * @param containerPort the port of the container, as in its manifest
     * @param localPort the loopback port the server listens on
     * @param stop ends the server
     * @return the server
     */
    static PodServer of(int containerPort, int localPort, AutoCloseable stop) {
        return of(Map.of(containerPort, localPort), stop);
    }

    /**
     * Describes a server with any number of ports.
     *
     * @param ports the loopback port by container port
     * @param stop ends the server
     * @return the server
     */
    static PodServer of(Map<Integer, Integer> ports, AutoCloseable stop) {
        Map<Integer, Integer> copy = Map.copyOf(ports);
        return new PodServer() {
            @Override
            public Map<Integer, Integer> ports() {
                return copy;
            }

            @Override
            public void stop() throws Exception {
                stop.close();
            }
        };
    }
}

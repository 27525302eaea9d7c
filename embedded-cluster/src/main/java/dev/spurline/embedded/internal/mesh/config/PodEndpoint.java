// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.Map;

/**
 * Where a pod really answers for a port.
 *
 * @param labels the pod's
 * @param podIp the address that the API shows
 * @param podPort the port that the API shows
 * @param host the real address
 * @param port the real port
 */
public record PodEndpoint(MeshPeer peer, Map<String, String> labels, String podIp, int podPort, String host, int port) {

    /** Copies the map. */
    public PodEndpoint {
        labels = Map.copyOf(labels);
    }
}

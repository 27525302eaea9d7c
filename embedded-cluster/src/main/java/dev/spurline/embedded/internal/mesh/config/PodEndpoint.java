// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

/**
 * Where a pod really answers for a port.
 *
 * @param podIp the address that the API shows
 * @param podPort the port that the API shows
 * @param host the real address
 * @param port the real port
 */
public record PodEndpoint(MeshPeer peer, String podIp, int podPort, String host, int port) {}

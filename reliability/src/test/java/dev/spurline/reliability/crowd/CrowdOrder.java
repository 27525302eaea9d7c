// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import java.net.URI;

/**
 * What one JVM of a crowd shall do; it fits into a line.
 *
 * @param kubeconfig how its engines reach the cluster
 * @param namespace where
 * @param entry where requests go in
 * @param engines how many engines
 * @param rounds how often each opens a sandbox and closes it
 */
record CrowdOrder(String kubeconfig, String namespace, URI entry, int engines, int rounds) {

    String line() {
        return String.join(
                "|", kubeconfig, namespace, entry.toString(), String.valueOf(engines), String.valueOf(rounds));
    }

    static CrowdOrder parse(String line) {
        String[] parts = line.split("\\|", -1);
        return new CrowdOrder(
                parts[0], parts[1], URI.create(parts[2]), Integer.parseInt(parts[3]), Integer.parseInt(parts[4]));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.List;

/**
 * A workload whose proxies may send requests to a forked Service, and so show whether its routes are live.
 *
 * @param namespace its namespace
 * @param workload its name, that of the Deployment or StatefulSet
 * @param pods the names of its ready pods with a proxy
 */
public record CallingWorkload(String namespace, String workload, List<String> pods) {

    /** Copies the list. */
    public CallingWorkload {
        pods = List.copyOf(pods);
    }
}

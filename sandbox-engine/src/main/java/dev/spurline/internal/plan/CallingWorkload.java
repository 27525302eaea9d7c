// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workload whose proxies may send requests to a forked Service, and so show whether its routes are live.
 *
 * @param namespace its namespace
 * @param workload its name, that of the Deployment or StatefulSet
 * @param pods the names of its ready pods with a proxy
 * @param hidden the Services, as {@code namespace/name}, of whose routes its proxies are told nothing
 * @param pages the ports of the proxies' own pages, by pod, where those tell it
 */
public record CallingWorkload(
        String namespace, String workload, List<String> pods, Set<String> hidden, Map<String, Integer> pages) {

    /** Copies the collections. */
    public CallingWorkload {
        pods = List.copyOf(pods);
        hidden = Set.copyOf(hidden);
        pages = Map.copyOf(pages);
    }

    /** A workload whose proxies are told of all Services. */
    public CallingWorkload(String namespace, String workload, List<String> pods) {
        this(namespace, workload, pods, Set.of(), Map.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;

/**
 * The metrics of Linkerd's proxy: among whose endpoints it shares requests out. It has a balancer for each backend of the
 * routes of a Service that it uses, from when it is told of the route and before any request
 * (linkerd/distribute/src/cache.rs, linkerd/app/outbound/src/metrics.rs of linkerd2-proxy). The name of a route here is that
 * of a backend, {@code namespace/name:port}.
 *
 * <p>A series once there stays, also of a Service that is not used any more: that one is missing proves nothing.
 */
record ShownBalancers(String metrics) implements ShownRoutes {

    private static final String BALANCERS = "outbound_http_balancer_endpoints{";

    @Override
    public boolean knows(RouteName name, String namespace) {
        return shows("parent_name=\"%s\"".formatted(name.service()));
    }

    @Override
    public boolean has(String name) {
        String[] parts = name.split("[/:]", 3);
        return shows("backend_namespace=\"%s\",backend_name=\"%s\",backend_port=\"%s\""
                .formatted(parts[0], parts[1], parts[2]));
    }

    private boolean shows(String label) {
        return metrics.lines().anyMatch(line -> line.startsWith(BALANCERS) && line.contains(label));
    }
}

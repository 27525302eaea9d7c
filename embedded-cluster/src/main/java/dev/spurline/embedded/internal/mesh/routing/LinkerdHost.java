// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well the hosts of a route fit a request. Linkerd heeds them on a Service, too, where the Gateway API wants them ignored.
 *
 * <p>Source: {@code linkerd/http/route/src/http/match/host.rs} of linkerd2-proxy.
 *
 * @param exact whether the host is the one that is named, not one below it
 * @param length of what is named; 0 if the route names no hosts
 */
record LinkerdHost(boolean exact, int length) implements Comparable<LinkerdHost> {

    private static final LinkerdHost ANY = new LinkerdHost(false, 0);
    private static final Comparator<LinkerdHost> ORDER =
            Comparator.comparing(LinkerdHost::exact).thenComparingInt(LinkerdHost::length);

    /**
     * Finds the host that fits best.
     *
     * @param hosts those of the route
     * @param authority the request's
     * @return empty if the route is not for this host
     */
    static Optional<LinkerdHost> best(List<String> hosts, String authority) {
        if (hosts.isEmpty()) {
            return Optional.of(ANY);
        }
        String asked = RouteEntry.hostOf(authority).toLowerCase(Locale.ROOT);
        return hosts.stream()
                .flatMap(host -> of(host.toLowerCase(Locale.ROOT), asked).stream())
                .max(ORDER);
    }

    private static Optional<LinkerdHost> of(String host, String asked) {
        String name = host.endsWith(".") || !asked.endsWith(".") ? asked : asked.substring(0, asked.length() - 1);
        if (!host.startsWith("*.")) {
            return name.equals(host) ? Optional.of(new LinkerdHost(true, host.length())) : Optional.empty();
        }
        String suffix = host.substring(1);
        return name.endsWith(suffix) ? Optional.of(new LinkerdHost(false, suffix.length())) : Optional.empty();
    }

    @Override
    public int compareTo(LinkerdHost other) {
        return ORDER.compare(this, other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.internal.routing.GatewayLead;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A way through a gateway to a Service.
 *
 * @param lead the route that leads there
 * @param listener the port at which requests go in
 * @param hosts the hosts for which both decide: names, and wildcards
 */
record GatewayWay(GatewayLead lead, GatewayListener listener, List<String> hosts) {

    /** Copies the list. */
    GatewayWay {
        hosts = List.copyOf(hosts);
    }

    /** Returns those that a route has at the listeners of its Gateway. */
    static List<GatewayWay> of(GatewayLead lead, List<GatewayListener> listeners) {
        return listeners.stream()
                .filter(listener -> lead.isBoundTo(listener.name(), listener.port()))
                .map(listener -> new GatewayWay(lead, listener, lead.hostsAt(listener.hosts(lead.namespace()))))
                .filter(way -> !way.hosts.isEmpty())
                .toList();
    }

    boolean tls() {
        return listener.protocol() == GatewayListener.Protocol.HTTPS;
    }

    /** Returns whether one of its hosts is a name. */
    boolean namesHost() {
        return hosts.stream().anyMatch(host -> !host.contains("*"));
    }

    /**
     * Returns the host to ask for: the first name, else the Service's own within the first wildcard.
     *
     * @param service the name of the Service
     * @param namespace its namespace
     */
    String host(String service, String namespace) {
        return hosts.stream()
                .filter(host -> !host.contains("*"))
                .findFirst()
                .orElseGet(() -> hosts.get(0).equals("*")
                        ? service + "." + namespace
                        : hosts.get(0).replace("*", service));
    }

    /** Returns the address of a host at the listener; of a wildcard, as in messages. */
    String address(String host) {
        boolean usual = listener.port() == (tls() ? 443 : 80);
        return "%s://%s%s".formatted(tls() ? "https" : "http", host, usual ? "" : ":" + listener.port());
    }

    /** Returns the addresses of its hosts, as in messages. */
    List<String> addresses() {
        return hosts.stream().map(this::address).toList();
    }

    /** Returns whether it is a way to an address: its scheme and host, and its port if it names one. */
    boolean isFor(URI address) {
        return tls() == "https".equals(address.getScheme())
                && GatewayLead.isAmong(hosts, address.getHost().toLowerCase(Locale.ROOT))
                && (address.getPort() < 0 || address.getPort() == listener.port());
    }

    /** Returns where it is, as in messages. */
    @Override
    public String toString() {
        return "Gateway [%s] by %s".formatted(lead.gateway(), lead.route());
    }
}

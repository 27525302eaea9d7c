// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.evidence.ProxyReading.Count;
import java.util.List;
import java.util.Set;

/**
 * Reads the metrics of Linkerd's proxy. Its admin server counts requests to itself in {@code request_total}, before it
 * answers (linkerd/app/admin/src/stack.rs), so that reading the metrics would prove something if ports were not looked at.
 */
final class LinkerdPage {

    private static final String REQUESTS = "request_total";

    /** They count by inbound route, since v2.319.0 of the proxy, and are not forgotten when they are idle. */
    private static final Set<String> ROUTES = Set.of("inbound_http_requests_total", "inbound_grpc_requests_total");

    private LinkerdPage() {}

    static ProxyReading read(String page, ServedPorts ports) {
        List<MetricSample> samples = MetricSample.of(page, name -> name.equals(REQUESTS) || ROUTES.contains(name));
        List<MetricSample> requests = samples.stream()
                .filter(sample -> sample.name().equals(REQUESTS))
                .toList();
        List<MetricSample> own = requests.stream()
                .filter(sample -> sample.has("direction", "inbound"))
                .filter(sample -> ports.has(port(sample.label("target_addr"))) && !isProbe(sample))
                .toList();
        List<MetricSample> meshed = own.stream().filter(LinkerdPage::isMeshed).toList();
        List<MetricSample> routes = samples.stream()
                .filter(sample -> ROUTES.contains(sample.name()))
                .filter(sample -> ports.has(sample.label("parent_port")) && !isProbe(sample))
                .toList();
        boolean counted = !requests.isEmpty();
        boolean certain =
                counted ? own.size() == meshed.size() : ports.askerOfPorts().isEmpty();
        List<Count> counts =
                List.of(Count.of(REQUESTS, meshed, true), Count.of("inbound_requests_total", routes, certain));
        if (!counted && !page.contains("inbound_http_requests")) {
            return new ProxyReading(
                    counts, "its metrics have neither [request_total] nor [inbound_http_requests_total]", true);
        }
        return new ProxyReading(counts, doubt(ports, !counted && !certain, routes), false);
    }

    private static String doubt(ServedPorts ports, boolean uncertain, List<MetricSample> routes) {
        if (uncertain && routes.stream().anyMatch(sample -> sample.value() > 0)) {
            return "what it has counted may all be requests of others: " + ports.askerOfPorts();
        }
        return ports.hidden();
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    /** A probe is told apart by its route, once the proxy has been told the pod's policy. */
    private static boolean isProbe(MetricSample sample) {
        return sample.has("route_name", "probe");
    }

    /**
     * Requests with the key come from a caller's proxy, which is what routes them, with the mesh's own TLS; the kubelet and
     * others outside the mesh have none.
     */
    private static boolean isMeshed(MetricSample sample) {
        return sample.has("tls", "true");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.proxy.ProxyTelemetry.InboundRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Linkerd's proxy metrics {@code request_total} and {@code response_total}, and its younger counters by inbound route.
 *
 * <p>Source: linkerd.io/2/reference/proxy-metrics; labels and their order as linkerd2-proxy 29637b64 wrote them.
 */
final class LinkerdMetrics {

    private LinkerdMetrics() {}

    static String write(Map<ServedRequest, Long> outbound, Map<ServedRequest, Long> inbound) {
        PrometheusText text = new PrometheusText().type("request_total");
        writeSamples(text, "request_total", inbound, LinkerdMetrics::inbound);
        writeSamples(text, "request_total", outbound, LinkerdMetrics::outbound);
        text.type("response_total");
        writeSamples(text, "response_total", inbound, request -> ended(request, inbound(request)));
        writeSamples(text, "response_total", outbound, request -> ended(request, outbound(request)));
        return text.toString();
    }

    static String routes(Map<InboundRoute, Long> routes) {
        PrometheusText text = new PrometheusText().type("inbound_http_requests");
        routes.forEach((route, count) -> text.sample(
                "inbound_http_requests_total",
                count,
                "parent_group",
                "",
                "parent_kind",
                "default",
                "parent_name",
                "all-unauthenticated",
                "parent_port",
                route.port(),
                "route_group",
                "",
                "route_kind",
                "default",
                "route_name",
                route.name()));
        return text.type("inbound_grpc_requests").toString();
    }

    /** Requests that differ in nothing that the labels show are one series. */
    private static void writeSamples(
            PrometheusText text,
            String name,
            Map<ServedRequest, Long> counts,
            Function<ServedRequest, List<String>> labels) {
        Map<List<String>, Long> series = new LinkedHashMap<>();
        counts.forEach((request, count) -> series.merge(labels.apply(request), count, Long::sum));
        series.forEach((all, count) -> text.sample(name, count, all.toArray(String[]::new)));
    }

    private static List<String> inbound(ServedRequest request) {
        List<String> labels = new ArrayList<>(List.of("direction", "inbound"));
        labels.addAll(target(request));
        labels.addAll(
                request.source().equals(MeshPeer.UNKNOWN)
                        ? List.of("tls", "no_identity", "no_tls_reason", "no_tls_from_remote")
                        : List.of("tls", "true", "client_id", identity(request.source())));
        labels.addAll(List.of(
                "srv_group",
                "",
                "srv_kind",
                "default",
                "srv_name",
                "all-unauthenticated",
                "srv_port",
                request.targetPort(),
                "route_group",
                "",
                "route_kind",
                "default",
                "route_name",
                request.route(),
                "authz_group",
                "",
                "authz_kind",
                "default",
                "authz_name",
                request.route().equals(ServedRequest.PROBE_ROUTE) ? "probe" : "all-unauthenticated"));
        return labels;
    }

    private static List<String> outbound(ServedRequest request) {
        MeshPeer destination = request.destination().orElse(request.source());
        List<String> labels = new ArrayList<>(
                List.of("direction", "outbound", "authority", request.service().toString()));
        labels.addAll(target(request));
        labels.addAll(List.of("tls", "true", "server_id", identity(destination)));
        destinationLabels(request, destination).forEach((name, value) -> labels.addAll(List.of("dst_" + name, value)));
        return labels;
    }

    /** They are written in the order of their names. */
    private static Map<String, String> destinationLabels(ServedRequest request, MeshPeer destination) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("control_plane_ns", "linkerd");
        labels.put(destination.kind(), destination.workload());
        labels.put("namespace", destination.namespace());
        labels.put("pod", destination.pod());
        labels.put("service", request.service().name());
        labels.put("serviceaccount", destination.serviceAccount());
        labels.put("zone", "");
        labels.put("zone_locality", "unknown");
        destination.templateHash().ifPresent(hash -> labels.put("pod_template_hash", hash));
        return labels;
    }

    private static List<String> target(ServedRequest request) {
        return List.of(
                "target_addr", request.target(), "target_ip", request.targetIp(), "target_port", request.targetPort());
    }

    private static List<String> ended(ServedRequest request, List<String> labels) {
        List<String> all = new ArrayList<>(labels);
        all.addAll(List.of(
                "status_code",
                String.valueOf(request.status()),
                "classification",
                request.failed() ? "failure" : "success",
                "grpc_status",
                request.grpcStatus(),
                "error",
                ""));
        return all;
    }

    private static String identity(MeshPeer peer) {
        return peer.serviceAccount() + "." + peer.namespace() + ".serviceaccount.identity.linkerd.cluster.local";
    }
}

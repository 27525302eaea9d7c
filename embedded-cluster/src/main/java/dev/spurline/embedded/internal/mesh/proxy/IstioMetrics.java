// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The page of Istio's proxy: the standard metric {@code istio_requests_total}, with the labels and their order as its
 * proxies write them, where the mesh has it; Envoy's own counters of what comes in only where the pod asks for them.
 *
 * <p>Source: istio.io/latest/docs/reference/config/metrics; istio.io/latest/docs/ops/configuration/telemetry/envoy-stats.
 */
final class IstioMetrics {

    private static final String REQUESTS = "istio_requests_total";

    /** Waypoints are reached by the mesh's own TLS; of what a caller's proxy sends it does not say how. */
    private static final Map<String, String> SECURITY = Map.of("source", "unknown", "waypoint", "mutual_tls");

    private final ProxySettings settings;

    IstioMetrics(ProxySettings settings) {
        this.settings = settings;
    }

    String write(Map<ServedRequest, Long> outbound, Map<ServedRequest, Long> inbound, Map<ServedRequest, Long> passed) {
        Map<ServedRequest, Long> received = settings.reporting().server() ? inbound : Map.of();
        Map<ServedRequest, Long> routed = settings.reporting().server() ? passed : Map.of();
        Map<ServedRequest, Long> sent = settings.reporting().client() ? outbound : Map.of();
        PrometheusText text = new PrometheusText();
        text.type("envoy_server_total_connections", "gauge").sample("envoy_server_total_connections", 0);
        if (received.size() + sent.size() + routed.size() > 0) {
            text.type(REQUESTS);
        }
        received.forEach((request, count) -> writeSample(text, "destination", request, count));
        sent.forEach((request, count) -> writeSample(text, "source", request, count));
        routed.forEach((request, count) -> writeSample(text, "waypoint", request, count));
        return text.toString();
    }

    /** Envoy's counters of what comes in, whose names Istio's matcher lets through. */
    String counters(Map<String, Map<String, HostCount>> ports) {
        PrometheusText text = new PrometheusText();
        ports.forEach((port, hosts) -> {
            HostCount all = hosts.values().stream().reduce(HostCount.NONE, HostCount::plus);
            String cluster = EnvoyCluster.inbound(port);
            // The semicolon is Istio's delimiter of names that have dots themselves.
            if (settings.shows("cluster.%s;.upstream_rq_total".formatted(cluster))) {
                text.sample("envoy_cluster_upstream_rq_total", all.total(), "cluster_name", cluster);
            }
            if (settings.shows("http.inbound_0.0.0.0_%s;.downstream_rq_total".formatted(port))) {
                text.sample(
                        "envoy_http_downstream_rq_total",
                        all.total(),
                        "http_conn_manager_prefix",
                        "inbound_0.0.0.0_" + port);
            }
        });
        return text.toString();
    }

    private static void writeSample(PrometheusText text, String reporter, ServedRequest request, long count) {
        MeshPeer source = request.source();
        List<String> labels = new ArrayList<>(List.of(
                "reporter",
                reporter,
                "source_workload",
                source.workload(),
                "source_canonical_service",
                source.app(),
                "source_canonical_revision",
                source.version(),
                "source_workload_namespace",
                source.namespace(),
                "source_principal",
                principal(source),
                "source_app",
                source.app(),
                "source_version",
                source.version(),
                "source_cluster",
                source.equals(MeshPeer.UNKNOWN) ? "unknown" : "Kubernetes",
                "destination_workload",
                of(request, MeshPeer::workload),
                "destination_workload_namespace",
                of(request, MeshPeer::namespace),
                "destination_principal",
                of(request, IstioMetrics::principal),
                "destination_app",
                of(request, MeshPeer::app),
                "destination_version",
                of(request, MeshPeer::version),
                "destination_service",
                request.service().host(),
                "destination_canonical_service",
                of(request, MeshPeer::app),
                "destination_canonical_revision",
                of(request, MeshPeer::version),
                "destination_service_name",
                request.service().name(),
                "destination_service_namespace",
                request.service().namespace(),
                "destination_cluster",
                request.destination().isPresent() ? "Kubernetes" : "unknown",
                "request_protocol",
                request.grpcStatus().isEmpty() ? "http" : "grpc",
                "response_code",
                String.valueOf(request.status()),
                "grpc_response_status",
                request.grpcStatus(),
                "response_flags",
                request.flags(),
                "connection_security_policy",
                SECURITY.getOrDefault(reporter, "none")));
        request.tags().forEach((name, value) -> labels.addAll(List.of(name, value)));
        text.sample(REQUESTS, count, labels.toArray(String[]::new));
    }

    private static String of(ServedRequest request, Function<MeshPeer, String> field) {
        return request.destination().map(field).orElse("unknown");
    }

    private static String principal(MeshPeer peer) {
        if (peer.equals(MeshPeer.UNKNOWN)) {
            return "unknown";
        }
        return "spiffe://cluster.local/ns/" + peer.namespace() + "/sa/" + peer.serviceAccount();
    }
}

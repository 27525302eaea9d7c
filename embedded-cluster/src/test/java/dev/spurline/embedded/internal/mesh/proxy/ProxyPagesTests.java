// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MetricReporting;
import dev.spurline.embedded.internal.mesh.config.MetricTags;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.config.SkippedPorts;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies say of themselves, against lines that real ones wrote. */
class ProxyPagesTests {

    private static final MeshPeer PRICING =
            new MeshPeer("shop", "deployment", "pricing", "pricing-1", "pricing", "latest", "default");
    private static final MeshPeer CART =
            new MeshPeer("shop", "deployment", "cart", "cart-1", "cart", "latest", "default");
    private static final String POLICY = "srv_group=\"\",srv_kind=\"default\",srv_name=\"all-unauthenticated\","
            + "srv_port=\"%s\",route_group=\"\",route_kind=\"default\",route_name=\"%s\",authz_group=\"\","
            + "authz_kind=\"default\",authz_name=\"%s\"} %d\n";

    private static ProxyTelemetry telemetry(Map<String, String> annotations) {
        return new ProxyTelemetry(
                PRICING,
                new ProxySettings(
                        "10.244.77.47",
                        Map.of(),
                        annotations,
                        MetricTags.NONE,
                        MetricReporting.BOTH,
                        SkippedPorts.NONE));
    }

    private static void serve(ProxyTelemetry telemetry, int status) {
        telemetry.countInbound(
                new ServedRequest(
                        CART,
                        Optional.of(PRICING),
                        new ServicePort("shop", "pricing", 80),
                        "10.244.77.47:8080",
                        status,
                        "-",
                        "",
                        ServedRequest.DEFAULT_ROUTE,
                        Map.of()),
                header -> List.of());
    }

    private static String plain(String ip, String port, String route, String authorization, int count) {
        return ("request_total{direction=\"inbound\",target_addr=\"%s:%s\",target_ip=\"%1$s\",target_port=\"%2$s\","
                                + "tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\",")
                        .formatted(ip, port)
                + POLICY.formatted(port, route, authorization, count);
    }

    private static String routes(String route, int count) {
        return ("inbound_http_requests_total{parent_group=\"\",parent_kind=\"default\",parent_name=\"all-unauthenticated\","
                        + "parent_port=\"8080\",route_group=\"\",route_kind=\"default\",route_name=\"%s\"} %d\n")
                .formatted(route, count);
    }

    @Test
    void linkerdTellsWhereARequestWentByTheLabelsOfThePod() {
        MeshPeer fork = new MeshPeer(
                "mesh",
                "deployment",
                "back-htlwh7m3tx",
                "back-htlwh7m3tx-56f9985549-xszxv",
                "back-htlwh7m3tx",
                "latest",
                "default");
        ProxyTelemetry telemetry = telemetry(Map.of());
        telemetry.countOutbound(
                new ServedRequest(
                        PRICING,
                        Optional.of(fork),
                        new ServicePort("mesh", "back-htlwh7m3tx", 80),
                        "10.244.0.42:8080",
                        200,
                        "-",
                        "",
                        ServedRequest.DEFAULT_ROUTE,
                        Map.of()),
                header -> List.of());

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains(
                        "target_addr=\"10.244.0.42:8080\",target_ip=\"10.244.0.42\",target_port=\"8080\",tls=\"true\","
                                + "server_id=\"default.mesh.serviceaccount.identity.linkerd.cluster.local\","
                                + "dst_control_plane_ns=\"linkerd\",dst_deployment=\"back-htlwh7m3tx\",dst_namespace=\"mesh\","
                                + "dst_pod=\"back-htlwh7m3tx-56f9985549-xszxv\",dst_pod_template_hash=\"56f9985549\","
                                + "dst_service=\"back-htlwh7m3tx\",dst_serviceaccount=\"default\",dst_zone=\"\","
                                + "dst_zone_locality=\"unknown\"} 1\n");
    }

    @Test
    void linkerdCountsRequestsToItsOwnPages() {
        ProxyTelemetry telemetry = telemetry(Map.of("config.linkerd.io/admin-port", "9991"));
        telemetry.countAdmin();
        telemetry.countAdmin();

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains(plain("0.0.0.0", "9991", "default", "all-unauthenticated", 2))
                .doesNotContain("inbound_http_requests_total{");
    }

    @Test
    void linkerdCountsRequestsByTargetAndByRoute() {
        ProxyTelemetry telemetry = telemetry(Map.of());
        serve(telemetry, 200);
        serve(telemetry, 500);

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains(
                        "request_total{direction=\"inbound\",target_addr=\"10.244.77.47:8080\",target_ip=\"10.244.77.47\","
                                + "target_port=\"8080\",tls=\"true\",client_id=\"default.shop.serviceaccount.identity.linkerd.cluster.local\","
                                + POLICY.formatted("8080", "default", "all-unauthenticated", 2),
                        "# TYPE inbound_http_requests counter\n" + routes("default", 2));
    }

    @Test
    void linkerdTellsProbesOnceItKnowsThePolicy() {
        ProxyTelemetry telemetry = telemetry(Map.of());
        telemetry.countProbe(Mesh.LINKERD, 8080);
        telemetry.countProbe(Mesh.LINKERD, 8080);
        telemetry.countProbe(Mesh.LINKERD, 8080);

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains(
                        plain("10.244.77.47", "8080", "default", "all-unauthenticated", 1),
                        plain("10.244.77.47", "8080", "probe", "probe", 2),
                        routes("default", 1) + routes("probe", 2));
    }

    @Test
    void linkerdWithoutAPolicyTakesProbesForRequests() {
        ProxyTelemetry telemetry = telemetry(Map.of("embedded.spurline.dev/linkerd-probe-policy", "unknown"));
        telemetry.countProbe(Mesh.LINKERD, 8080);
        telemetry.countProbe(Mesh.LINKERD, 8080);

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains(plain("10.244.77.47", "8080", "default", "all-unauthenticated", 2));
    }

    @Test
    void linkerdForgetsSeriesByTargetAndKeepsThoseByRoute() {
        ProxyTelemetry telemetry = telemetry(Map.of("embedded.spurline.dev/linkerd-idle-series", "forgotten"));
        serve(telemetry, 200);
        serve(telemetry, 200);
        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains("tls=\"true\"", "authz_name=\"all-unauthenticated\"} 2\n");

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .doesNotContain("tls=\"true\"")
                .contains(routes("default", 2));

        serve(telemetry, 200);
        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains("authz_name=\"all-unauthenticated\"} 1\n", routes("default", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stable-2.14.10", "edge-24.11.8", "edge-25.8.5"})
    void anOlderLinkerdDoesNotCountByRoute(String version) {
        ProxyTelemetry telemetry = telemetry(Map.of("config.linkerd.io/proxy-version", version));
        serve(telemetry, 200);

        assertThat(telemetry.prometheus(Mesh.LINKERD))
                .contains("request_total{")
                .doesNotContain("inbound_http_requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge-25.9.3", "edge-26.1.1", "embedded"})
    void aNewerLinkerdCountsByRoute(String version) {
        ProxyTelemetry telemetry = telemetry(Map.of("config.linkerd.io/proxy-version", version));
        serve(telemetry, 200);

        assertThat(telemetry.prometheus(Mesh.LINKERD)).contains(routes("default", 1));
    }

    @Test
    void istioReportsOnlyWhatTheMeshAsksFor() {
        for (boolean client : List.of(true, false)) {
            for (boolean server : List.of(true, false)) {
                ProxyTelemetry telemetry = new ProxyTelemetry(
                        PRICING,
                        new ProxySettings(
                                "10.0.0.1",
                                Map.of(),
                                Map.of(),
                                MetricTags.NONE,
                                new MetricReporting(client, server),
                                SkippedPorts.NONE));
                serve(telemetry, 200);
                telemetry.countOutbound(
                        ServedRequest.unmeshed(CART, "10.0.0.2:8080", ServedRequest.DEFAULT_ROUTE),
                        header -> List.of());

                String page = telemetry.prometheus(Mesh.ISTIO);

                assertThat(page.contains("istio_requests_total{reporter=\"source\""))
                        .isEqualTo(client);
                assertThat(page.contains("istio_requests_total{reporter=\"destination\""))
                        .isEqualTo(server);
            }
        }
    }

    @Test
    void istioSeesProbesOnlyIfTheyAreNotRewritten() {
        ProxyTelemetry rewritten = telemetry(Map.of());
        rewritten.countProbe(Mesh.ISTIO, 8080);
        ProxyTelemetry left = telemetry(Map.of("sidecar.istio.io/rewriteAppHTTPProbers", "false"));
        left.countProbe(Mesh.ISTIO, 8080);

        assertThat(rewritten.prometheus(Mesh.ISTIO)).doesNotContain("istio_requests_total");
        assertThat(left.prometheus(Mesh.ISTIO))
                .contains("istio_requests_total{reporter=\"destination\",source_workload=\"unknown\"")
                .contains("source_principal=\"unknown\"");
        assertThat(left.inboundHosts()).isEqualTo(Map.of("10.244.77.47:8080", new HostCount(1, 0)));
    }

    @Test
    void envoysOwnCountersAreShownIfThePodAsksForThem() {
        Map<String, Map<String, HostCount>> ports = Map.of("8080", Map.of("10.0.0.1:8080", new HostCount(5, 2)));
        String asked = "cluster.inbound,http.inbound";
        ProxySettings settings = telemetry(Map.of("sidecar.istio.io/statsInclusionPrefixes", asked))
                .settings();

        assertThat(new IstioMetrics(settings).counters(ports)).isEqualTo("""
                envoy_cluster_upstream_rq_total{cluster_name="inbound|8080||"} 7
                envoy_http_downstream_rq_total{http_conn_manager_prefix="inbound_0.0.0.0_8080"} 7
                """);
        assertThat(new IstioMetrics(ProxySettings.NONE).counters(ports)).isEmpty();
    }

    @Test
    void envoysClustersAreTold() {
        EnvoyClusterDump dump = new EnvoyClusterDump(List.of(
                new EnvoyCluster(
                        "inbound|8080||",
                        Map.of("10.244.0.9:8080", new EnvoyCluster.Host(new HostCount(325, 1), true))),
                new EnvoyCluster("outbound|80||tax.shop.svc.cluster.local", Map.of())));

        assertThat(dump.text())
                .startsWith("""
                        inbound|8080||::observability_name::inbound|8080||
                        inbound|8080||::default_priority::max_connections::4294967295
                        """)
                .contains("""
                        inbound|8080||::added_via_api::true
                        inbound|8080||::10.244.0.9:8080::cx_active::0
                        inbound|8080||::10.244.0.9:8080::cx_connect_fail::0
                        inbound|8080||::10.244.0.9:8080::cx_total::0
                        inbound|8080||::10.244.0.9:8080::rq_active::0
                        inbound|8080||::10.244.0.9:8080::rq_error::1
                        inbound|8080||::10.244.0.9:8080::rq_success::325
                        inbound|8080||::10.244.0.9:8080::rq_timeout::0
                        inbound|8080||::10.244.0.9:8080::rq_total::326
                        inbound|8080||::10.244.0.9:8080::hostname::
                        inbound|8080||::10.244.0.9:8080::health_flags::healthy
                        """)
                .endsWith("outbound|80||tax.shop.svc.cluster.local::added_via_api::true\n");
        assertThat(dump.json().at("/cluster_statuses/0/host_statuses/0/stats").toString())
                .contains("{\"name\":\"rq_total\",\"value\":\"326\"}", "{\"type\":\"GAUGE\",\"name\":\"rq_active\"}");
    }
}

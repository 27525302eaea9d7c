// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Lines as linkerd2-proxy 29637b64 wrote them. */
class LinkerdPageTests {

    private static final ServedPorts PORTS = new ServedPorts(Set.of(8080), false, Map.of(), "");
    private static final ServedPorts PROBED = new ServedPorts(
            Set.of(8080),
            false,
            Map.of(8080, "the kubelet's readinessProbe of container [price] goes through the proxy"),
            "");
    private static final String POLICY = "srv_group=\"\",srv_kind=\"default\",srv_name=\"all-unauthenticated\","
            + "srv_port=\"%s\",route_group=\"\",route_kind=\"default\",route_name=\"%s\",authz_group=\"\","
            + "authz_kind=\"default\",authz_name=\"all-unauthenticated\"} %d%n";
    private static final String PLAIN = "request_total{direction=\"inbound\",target_addr=\"%s:%s\",target_ip=\"%1$s\","
            + "target_port=\"%2$s\",tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\",";
    private static final String MESHED = "request_total{direction=\"inbound\",target_addr=\"%s:%s\",target_ip=\"%1$s\","
            + "target_port=\"%2$s\",tls=\"true\",client_id=\"default.shop.serviceaccount.identity.linkerd.cluster.local\",";

    private static String admin(int readings) {
        return PLAIN.formatted("0.0.0.0", "4191") + POLICY.formatted("4191", "default", readings);
    }

    private static String probes(String route, int count) {
        return PLAIN.formatted("10.244.77.47", "8080") + POLICY.formatted("8080", route, count);
    }

    private static String requests(String port, int count) {
        return MESHED.formatted("10.244.77.47", port) + POLICY.formatted(port, "default", count);
    }

    private static String routes(String port, String route, int count) {
        return ("inbound_http_requests_total{parent_group=\"\",parent_kind=\"default\",parent_name=\"all-unauthenticated\","
                        + "parent_port=\"%s\",route_group=\"\",route_kind=\"default\",route_name=\"%s\"} %d%n")
                .formatted(port, route, count);
    }

    private static String outbound(int count) {
        return "request_total{direction=\"outbound\",target_addr=\"10.244.77.48:8080\",target_ip=\"10.244.77.48\","
                + "target_port=\"8080\",tls=\"true\"} " + count + "\n";
    }

    @Example
    void readingTheMetricsIsNoRequest() {
        String page = "# TYPE request_total counter\n" + admin(5);

        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(ServedRequests.Known.NOTHING);
    }

    @Example
    void requestsToThePortsOfTheForkCount() {
        String page =
                admin(9) + requests("8080", 3) + requests("9090", 20) + outbound(40) + routes("8080", "default", 3);

        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    @Example
    void anOlderProxyCountsByTargetAlone() {
        assertThat(served(LinkerdPage.read(admin(9) + requests("8080", 3), PORTS)))
                .isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    @Example
    void probesAreNoRequestsWhateverTheirRoute() {
        String page = admin(9)
                + probes("default", 3)
                + probes("probe", 40)
                + routes("8080", "default", 3)
                + routes("8080", "probe", 40);

        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(ServedRequests.Known.NOTHING);
        assertThat(served(LinkerdPage.read(page, PROBED))).isEqualTo(ServedRequests.Known.NOTHING);
    }

    @Example
    void theCounterByRouteKnowsWhatTheOneByTargetHasForgotten() {
        String page = admin(30) + routes("8080", "default", 20) + routes("8080", "probe", 40);

        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(new ServedRequests.Known(20, Map.of()));
    }

    /** Its series have no label that tells the kubelet from a caller. */
    @Example
    void theCounterByRouteGoesOnFromWhereProbesWereToldApart() {
        PodTally tally = new PodTally("kengine234");
        tally.begin(LinkerdPage.read(admin(1) + probes("default", 3) + routes("8080", "default", 3), PORTS));

        tally.add(LinkerdPage.read(admin(2) + routes("8080", "default", 3) + routes("8080", "probe", 100), PORTS));
        assertThat(tally.served()).isEqualTo(ServedRequests.Known.NOTHING);

        tally.add(LinkerdPage.read(admin(3) + routes("8080", "default", 5) + routes("8080", "probe", 200), PORTS));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(2, Map.of()));
    }

    @Example
    void theCounterByRouteAloneProvesNothingBesideProbes() {
        String page = "# TYPE inbound_http_requests counter\n" + routes("8080", "default", 20);

        assertThat(served(LinkerdPage.read(page, PROBED)))
                .isEqualTo(new ServedRequests.Unknown("what it has counted may all be requests of others: the kubelet's"
                        + " readinessProbe of container [price] goes through the proxy"));
        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(new ServedRequests.Known(20, Map.of()));
    }

    @Example
    void grpcRoutesCountBesideOthers() {
        String page = "inbound_grpc_requests_total{parent_port=\"8080\",route_name=\"prices\"} 2\n"
                + routes("8080", "default", 3);

        assertThat(served(LinkerdPage.read(page, PORTS))).isEqualTo(new ServedRequests.Known(5, Map.of()));
    }

    @Example
    void aMetricThatIsNotThereIsNotRead() {
        assertThat(served(LinkerdPage.read("process_start_time_seconds 1\n", PORTS)))
                .isEqualTo(new ServedRequests.Unknown(
                        "its metrics have neither [request_total] nor [inbound_http_requests_total]"));
    }

    /** Whatever is read between, and however often the kubelet asks: what is proven is what callers sent, no more. */
    @Property(tries = 500)
    void noReadingAndNoProbeRaisesEvidence(
            @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> sent,
            @ForAll @IntRange(max = 50) int scrapes,
            @ForAll @IntRange(max = 12) int policyAfter) {
        PodTally tally = new PodTally("kengine234");
        Proxy proxy = new Proxy();
        tally.begin(proxy.page());
        for (int reading = 0; reading < sent.size(); reading++) {
            proxy.admin += scrapes;
            proxy.serve(sent.get(reading));
            proxy.probe(reading >= policyAfter);
            tally.add(proxy.page());
        }

        ServedRequests expected = sent.isEmpty()
                ? new ServedRequests.Unknown("it has not been read")
                : new ServedRequests.Known(
                        sent.stream().mapToLong(Integer::longValue).sum(), Map.of());
        assertThat(tally.served()).isEqualTo(expected);
    }

    /** A proxy that forgets each series by target that has not grown since it was read. */
    private static final class Proxy {

        private int admin;
        private int requests;
        private int early;
        private int told;
        private int defaults;

        void serve(int count) {
            requests = count == 0 ? 0 : requests + count;
            defaults += count;
        }

        void probe(boolean known) {
            early = known ? 0 : early + 1;
            told += known ? 1 : 0;
            defaults += known ? 0 : 1;
        }

        ProxyReading page() {
            admin++;
            String page = admin(admin)
                    + (early > 0 ? probes("default", early) : "")
                    + (told > 0 ? probes("probe", told) + routes("8080", "probe", told) : "")
                    + (requests > 0 ? requests("8080", requests) : "")
                    + (defaults > 0 ? routes("8080", "default", defaults) : "");
            return LinkerdPage.read(page, PROBED);
        }
    }

    private static ServedRequests served(ProxyReading reading) {
        PodTally tally = new PodTally("kengine234");
        tally.add(reading);
        return tally.served();
    }
}

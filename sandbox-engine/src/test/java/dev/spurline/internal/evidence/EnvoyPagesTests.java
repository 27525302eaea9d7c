// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as istiod 1.31 with Envoy 1.37 to 1.40 wrote them. */
class EnvoyPagesTests {

    private static final ServedPorts ALONE = new ServedPorts(Set.of(8080), false, Map.of(), "");
    private static final String KUBELET = "the kubelet's readinessProbe of container [price] goes through the proxy";
    private static final ServedPorts PROBED = new ServedPorts(Set.of(8080), false, Map.of(8080, KUBELET), "");
    private static final String DOUBT = "what it has counted may all be requests of others: " + KUBELET;

    @Test
    void theReceivingSideTellsWhatWasServed() {
        ProxyReading reading = EnvoyPages.metrics("""
                # TYPE istio_requests_total counter
                istio_requests_total{reporter="destination",source_workload="cart",response_code="200"} 3
                istio_requests_total{reporter="destination",source_workload="cart",response_code="503"} 1
                istio_requests_total{reporter="source",destination_workload="inventory",response_code="200"} 7
                istio_request_bytes_count{reporter="destination"} 100
                """, ALONE);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(4, Map.of()));
    }

    @Test
    void aTagThatIsNotExtractedStandsBeforeTheName() {
        ProxyReading reading = EnvoyPages.metrics("""
                envoy_route_name___test____istio_requests_total{reporter="destination",response_code="200"} 2
                istio_requests_total{reporter="destination",response_code="200"} 3
                istio_requests_totals{reporter="destination",response_code="200"} 100
                """, ALONE);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(5, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "# TYPE envoy_server_live gauge",
                "istio_requests_total{reporter=\"source\",destination_workload=\"tax\"} 7",
                "envoy_cluster_upstream_rq_total{cluster_name=\"outbound|80||tax.shop.svc.cluster.local\"} 7",
                "envoy_cluster_upstream_rq_total{cluster_name=\"inbound#15020##\"} 7",
            })
    void aMetricThatIsNotThereIsNotRead(String line) {
        ProxyReading reading = EnvoyPages.metrics(line.replace('#', '|'), ALONE);

        assertThat(reading.silent()).isTrue();
        assertThat(served(reading))
                .isEqualTo(new ServedRequests.Unknown(
                        "its metrics have neither [istio_requests_total] of the receiving side"
                                + " nor [envoy_cluster_upstream_rq_total] of inbound clusters"));
    }

    @Test
    void countersThatAPodAsksForTellWhatWasServed() {
        ProxyReading reading = EnvoyPages.metrics("""
                # TYPE envoy_cluster_upstream_rq_total counter
                envoy_cluster_upstream_rq_total{cluster_name="inbound|8080||"} 7
                envoy_cluster_upstream_rq_total{cluster_name="inbound|9090||"} 50
                envoy_cluster_upstream_rq_total{cluster_name="outbound|80||tax.shop.svc.cluster.local"} 60
                envoy_cluster_upstream_rq{response_code="200",cluster_name="inbound|8080||"} 7
                envoy_http_downstream_rq_total{http_conn_manager_prefix="inbound_0.0.0.0_8080"} 7
                envoy_http_downstream_rq_total{http_conn_manager_prefix="admin"} 70
                """, ALONE);

        assertThat(reading.silent()).isFalse();
        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(7, Map.of()));
    }

    @Test
    void countersOfTheListenerAreEnough() {
        ProxyReading reading = EnvoyPages.metrics(
                "envoy_http_downstream_rq_total{http_conn_manager_prefix=\"inbound_0.0.0.0_8080\"} 7\n", ALONE);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(7, Map.of()));
    }

    @Test
    void aCounterAtZeroIsZero() {
        ProxyReading reading =
                EnvoyPages.metrics("envoy_cluster_upstream_rq_total{cluster_name=\"inbound|8080||\"} 0\n", ALONE);

        assertThat(reading.silent()).isFalse();
        assertThat(served(reading)).isEqualTo(ServedRequests.Known.NOTHING);
    }

    @Test
    void requestsOfUnknownSourceAreNoProof() {
        String probes = """
                istio_requests_total{reporter="destination",source_workload="unknown",source_principal="unknown"} 30
                """;

        assertThat(served(EnvoyPages.metrics(probes, PROBED))).isEqualTo(new ServedRequests.Unknown(DOUBT));
        assertThat(served(EnvoyPages.metrics(probes, ALONE)))
                .isEqualTo(new ServedRequests.Unknown(
                        "what it has counted may all be requests of others: they come from" + " outside the mesh"));
    }

    @Test
    void requestsWhoseSourceIsLeftOutCountUnlessOthersAsk() {
        String page = "istio_requests_total{reporter=\"destination\",response_code=\"200\"} 3\n";

        assertThat(served(EnvoyPages.metrics(page, ALONE))).isEqualTo(new ServedRequests.Known(3, Map.of()));
        assertThat(served(EnvoyPages.metrics(page, PROBED))).isEqualTo(new ServedRequests.Unknown(DOUBT));
    }

    @Test
    void requestsOfAKnownSourceCountBesideProbes() {
        ProxyReading reading = EnvoyPages.metrics("""
                istio_requests_total{reporter="destination",source_workload="unknown",source_principal="unknown"} 30
                istio_requests_total{reporter="destination",source_workload="cart"} 2
                """, PROBED);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(2, Map.of()));
    }

    @Test
    void countersWithoutASourceProveNothingBesideProbes() {
        ProxyReading reading =
                EnvoyPages.metrics("envoy_cluster_upstream_rq_total{cluster_name=\"inbound|8080||\"} 7\n", PROBED);

        assertThat(reading.silent()).isFalse();
        assertThat(served(reading)).isEqualTo(new ServedRequests.Unknown(DOUBT));
    }

    @Test
    void theAdminPageTellsWhatWasServed() {
        ProxyReading reading = EnvoyPages.clusters("""
                inbound|8080||::observability_name::inbound|8080||
                inbound|8080||::default_priority::max_connections::4294967295
                inbound|8080||::added_via_api::true
                inbound|8080||::10.244.0.9:8080::cx_total::3
                inbound|8080||::10.244.0.9:8080::rq_active::0
                inbound|8080||::10.244.0.9:8080::rq_error::1
                inbound|8080||::10.244.0.9:8080::rq_success::325
                inbound|8080||::10.244.0.9:8080::rq_timeout::0
                inbound|8080||::10.244.0.9:8080::rq_total::326
                inbound|9090||::10.244.0.9:9090::rq_total::40
                outbound|8080||tax.shop.svc.cluster.local::10.244.0.4:8080::rq_total::50
                InboundPassthroughCluster::10.244.0.9:8080::rq_total::60
                prometheus_stats::127.0.0.1:15000::rq_total::70
                """, ALONE);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(326, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "inbound|8080||::[fd00:10:244::9]:8080::rq_total::5",
        "inbound|80|http|price.shop.svc.cluster.local::127.0.0.1:8080::rq_total::5",
        "inbound|8080||::127.0.0.1:9999::rq_total::5",
        "inbound|8080||::/var/run/app.sock::rq_total::5"
    })
    void theAdminPageMayNameAddressesInOtherWays(String line) {
        assertThat(served(EnvoyPages.clusters(line, ALONE))).isEqualTo(new ServedRequests.Known(5, Map.of()));
    }

    @Test
    void aClusterWithoutHostsHasServedNothing() {
        ProxyReading reading = EnvoyPages.clusters("inbound|8080||::added_via_api::true\n", ALONE);

        assertThat(reading.silent()).isFalse();
        assertThat(served(reading)).isEqualTo(ServedRequests.Known.NOTHING);
    }

    @Test
    void aClusterThatIsNotThereTellsNothing() {
        ProxyReading reading = EnvoyPages.clusters("inbound|9090||::10.244.0.9:9090::rq_total::40\n", ALONE);

        assertThat(served(reading))
                .isEqualTo(
                        new ServedRequests.Unknown("its page [/clusters] has no inbound cluster for the ports [8080]"));
    }

    @Test
    void theAdminPageProvesNothingBesideProbes() {
        ProxyReading reading = EnvoyPages.clusters("inbound|8080||::10.244.0.9:8080::rq_total::40\n", PROBED);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Unknown(DOUBT));
    }

    @Test
    void requestsToAnotherPortAreNoProof() {
        ProxyReading scraped = EnvoyPages.metrics("""
                istio_requests_total{reporter="destination",source_workload="prometheus"} 12
                envoy_cluster_upstream_rq_total{cluster_name="inbound|8080||"} 0
                envoy_cluster_upstream_rq_total{cluster_name="inbound|9090||"} 12
                """, ALONE);
        ProxyReading both = EnvoyPages.metrics("""
                istio_requests_total{reporter="destination",source_workload="prometheus"} 12
                istio_requests_total{reporter="destination",source_workload="cart"} 2
                envoy_cluster_upstream_rq_total{cluster_name="inbound|8080||"} 2
                """, ALONE);

        assertThat(served(scraped)).isEqualTo(ServedRequests.Known.NOTHING);
        assertThat(served(both)).isEqualTo(new ServedRequests.Known(2, Map.of()));
    }

    @Test
    void requestsOfATestAreProofWhateverThePort() {
        ProxyReading reading = EnvoyPages.metrics("""
                istio_requests_total{reporter="destination",baggage="spurline-test=kengine234.000017"} 2
                envoy_cluster_upstream_rq_total{cluster_name="inbound|8080||"} 0
                """, ALONE);

        assertThat(served(reading)).isEqualTo(new ServedRequests.Known(2, Map.of(17, 2L)));
    }

    private static ServedRequests served(ProxyReading reading) {
        PodTally tally = new PodTally("kengine234");
        tally.add(reading);
        return tally.served();
    }
}

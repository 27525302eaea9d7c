// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.trace.CallCounts.CallerPod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallPageTests {

    private static final KeyedServices KEYED = new KeyedServices(
            "k7f3q5tbma",
            Map.of(
                    "shop/trace-cart-k7f3q5tbma", "shop/cart",
                    "shop/pricing-k7f3q5tbma", "shop/pricing"));

    /** Lines as those of a real istiod's Envoy: counters by host, limits by cluster, an address of IPv6 among them. */
    @Test
    void readsWhatAnEnvoyOfIstioHasCalled() {
        String page = """
                outbound|80||cart.shop.svc.cluster.local::observability_name::outbound|80||cart.shop.svc.cluster.local
                outbound|80||cart.shop.svc.cluster.local::default_priority::max_requests::4294967295
                outbound|80||cart.shop.svc.cluster.local::10.244.0.9:8080::cx_total::1
                outbound|80||cart.shop.svc.cluster.local::10.244.0.9:8080::rq_total::7
                outbound|80||cart.shop.svc.cluster.local::[fd00::9]:8080::rq_total::2
                outbound|80||trace-cart-k7f3q5tbma.shop.svc.cluster.local::10.244.0.9:8080::rq_total::1
                outbound|80|v2|pricing-k7f3q5tbma.shop.svc.cluster.local::10.244.0.4:8080::rq_total::3
                inbound|8080||::10.244.0.2:8080::rq_total::326
                xds-grpc::127.0.0.1:15012::rq_total::1
                """;

        assertThat(CallPage.ISTIO.read(page, KEYED))
                .extracting(CallSeries::service, CallSeries::keyed, CallSeries::requests)
                .containsExactly(
                        tuple("shop/cart", false, 7L),
                        tuple("shop/cart", false, 2L),
                        tuple("shop/cart", true, 1L),
                        tuple("shop/pricing", true, 3L));
    }

    @Test
    void hasNoLabelForTheKeyInOtherHeaders() {
        RoutingKey key = new RoutingKey("k7f3q5tbma");

        assertThat(CallPage.labelled(ServiceMesh.ISTIO, Map.of("baggage", "spurline=k7f3q5tbma"), key))
                .contains(CallPage.ISTIO_LABELLED);
        assertThat(CallPage.labelled(ServiceMesh.ISTIO, Map.of("x-tenant", "k7f3q5tbma"), key))
                .isEmpty();
    }

    @Test
    void tellsByALabelWithTheHeaderWhatHadTheKey() {
        String page = """
                istio_requests_total{reporter="source",destination_service_name="cart",destination_service_namespace="shop",request_baggage="spurline=k7f3q5tbma,spurline-test=a.000001"} 2
                istio_requests_total{reporter="source",destination_service_name="cart",destination_service_namespace="shop",request_baggage="spurline=z7f3q5tbma"} 3
                istio_requests_total{reporter="source",destination_service_name="pricing-k7f3q5tbma",destination_service_namespace="shop",request_baggage="unknown"} 5
                istio_requests_total{reporter="source",destination_service_name="stock",destination_service_namespace="shop"} 7
                istio_requests_total{reporter="destination",destination_service_name="cart",destination_service_namespace="shop",request_baggage="spurline=k7f3q5tbma"} 9
                """;

        assertThat(CallPage.ISTIO_LABELLED.read(page, KEYED))
                .extracting(CallSeries::service, CallSeries::keyed, CallSeries::requests)
                .containsExactly(
                        tuple("shop/cart", true, 2L), tuple("shop/cart", false, 3L), tuple("shop/pricing", false, 5L));
    }

    @Test
    void readsWhatAProxyOfLinkerdHasCalled() {
        String page = """
                request_total{direction="outbound",authority="cart.shop.svc.cluster.local:80",dst_namespace="shop",dst_service="trace-cart-k7f3q5tbma"} 4
                request_total{direction="outbound",authority="cart.shop.svc.cluster.local:80",dst_namespace="shop",dst_service="cart"} 6
                request_total{direction="outbound",authority="10.0.0.1:443"} 8
                request_total{direction="inbound",dst_namespace="shop",dst_service="cart"} 9
                """;

        assertThat(CallPage.LINKERD.read(page, KEYED))
                .extracting(CallSeries::service, CallSeries::keyed, CallSeries::requests)
                .containsExactly(tuple("shop/cart", true, 4L), tuple("shop/cart", false, 6L));
    }

    /** As {@code server_waypoint_proxy_request_total.yaml.tmpl} of istio/proxy has the labels. */
    @Test
    void readsWhoHasCalledThroughAWaypoint() {
        String page = """
                istio_requests_total{reporter="waypoint",source_workload="storefront",source_workload_namespace="shop",destination_service="trace-cart-k7f3q5tbma.shop.svc.cluster.local",destination_service_name="trace-cart-k7f3q5tbma",destination_service_namespace="shop",response_code="200"} 4
                istio_requests_total{reporter="waypoint",source_workload="unknown",source_workload_namespace="shop",destination_service_name="cart",destination_service_namespace="shop",response_code="200"} 6
                istio_requests_total{reporter="source",source_workload="waypoint",source_workload_namespace="shop",destination_service_name="cart",destination_service_namespace="shop"} 9
                """;

        assertThat(CallPage.WAYPOINT.read(page, KEYED))
                .extracting(CallSeries::caller, CallSeries::service, CallSeries::keyed, CallSeries::requests)
                .containsExactly(
                        tuple(Optional.of("shop/storefront"), "shop/cart", true, 4L),
                        tuple(Optional.of("shop/unknown"), "shop/cart", false, 6L));
    }

    @Test
    void hasNoPageWhereNoProxyTellsWhoCalled() {
        assertThat(CallPage.of(ServiceMesh.NONE)).isEmpty();
        assertThat(CallPage.labelled(
                        ServiceMesh.LINKERD, Map.of("baggage", "spurline=k7f3q5tbma"), new RoutingKey("k7f3q5tbma")))
                .isEmpty();
    }

    /** A proxy that was restarted has counted from zero, and a pod that was not read before from nothing. */
    @Test
    void countsWhatHasComeSince() {
        CallerPod cart = new CallerPod("shop/cart", "shop", "cart-1", 15000);
        CallerPod other = new CallerPod("shop/cart", "shop", "cart-2", 15000);
        CallCounts before = new CallCounts(
                Map.of(
                        cart,
                        List.of(
                                new CallSeries("a", "shop/pricing", false, 7),
                                new CallSeries("b", "shop/stock", false, 5))),
                List.of());
        CallCounts after = new CallCounts(
                Map.of(
                        cart,
                        List.of(
                                new CallSeries("a", "shop/pricing", false, 9),
                                new CallSeries("b", "shop/stock", false, 1)),
                        other,
                        List.of(new CallSeries("c", "shop/pricing", true, 4))),
                List.of());

        assertThat(after.since(before))
                .containsExactly(
                        new ServiceCalls("shop/cart", "shop/pricing", 4, 2),
                        new ServiceCalls("shop/cart", "shop/stock", 0, 1));
        assertThat(after.since(after)).isEmpty();
    }
}

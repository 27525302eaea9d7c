// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Source: buildWaypointInboundHTTPRouteConfig in istiod's {@code pilot/pkg/networking/core/listener_waypoint.go}; release
 * note 59484 of Istio 1.30.
 */
class WaypointRouteTests {

    private static int status(String uri, String waypointNamespace, VirtualServiceObject... all) {
        RouteObjects objects = new RouteObjects(List.of(), VirtualServiceDelegates.merge(List.of(all), List.of("*")));
        RouteTable table =
                RouteTable.ofWaypoint(objects, Routes.PRICING, waypointNamespace, ServiceDetails.of(Map.of()));
        RouteDecision decision = table.decide(Request.get(uri));
        return decision instanceof RouteDecision.Answer answer ? answer.status() : 200;
    }

    private static VirtualServiceObject answering(String namespace, int status, String match) {
        return virtualService(
                namespace,
                "answers-" + status,
                "2026-01-01T00:00:00Z",
                "hosts: [pricing.shop.svc.cluster.local]\nhttp: [{match: [%s], directResponse: {status: %d}}]"
                        .formatted(match, status));
    }

    @Test
    void joinsTheVirtualServicesOfAService() {
        VirtualServiceObject one = answering("shop", 401, "{uri: {prefix: /one}}");
        VirtualServiceObject two = answering("shop", 402, "{uri: {prefix: /two}}");

        assertThat(status("/one", "shop", one, two)).isEqualTo(401);
        assertThat(status("/two", "shop", one, two)).isEqualTo(402);
        assertThat(status("/three", "shop", one, two)).isEqualTo(404);
        assertThat(status("/", "shop")).isEqualTo(200);
    }

    @Test
    void takesOnlyThoseOfTheServicesNamespaceAndItsOwn() {
        VirtualServiceObject far = answering("far", 401, "{uri: {prefix: /}}");

        assertThat(status("/", "shop", far)).isEqualTo(200);
        assertThat(status("/", "far", far)).isEqualTo(401);
    }

    @Test
    void doesNotKnowTheCallersLabels() {
        VirtualServiceObject one = answering("shop", 401, "{sourceLabels: {app: cart}}, {uri: {exact: /one}}");

        assertThat(status("/one", "shop", one)).isEqualTo(401);
        assertThat(status("/two", "shop", one)).isEqualTo(404);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LinkerdRouteIndexTests {

    private static final MeshRoute ROUTE = RouteKind.read(Serialization.unmarshal("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: pricing-k1, namespace: shop, creationTimestamp: "2026-11-30T12:00:00Z"}
            spec:
              parentRefs: [{group: "", kind: Service, name: pricing}]
              rules: [{backendRefs: [{name: fork, port: 8080}]}]
            """, JsonNode.class));

    private final AtomicLong nanos = new AtomicLong();
    private final LinkerdRouteIndex index = new LinkerdRouteIndex(nanos::get);

    @Test
    void tellsProxiesAWhileAfterARouteWasAccepted() {
        index.beginDelay();

        assertThat(index.take(Map.of("1", ROUTE))).isEmpty();
        assertThat(index.next()).hasValue(Duration.ofMillis(110).toNanos());

        nanos.addAndGet(Duration.ofMillis(110).toNanos());
        assertThat(index.take(Map.of("1", ROUTE))).containsExactly(ROUTE);
        assertThat(index.next()).isEmpty();
    }

    /** Else nobody would look again. */
    @Test
    void aRouteWhoseTimeComesAfterItWasHeldBackIsStillDue() {
        index.beginDelay();
        index.take(Map.of("1", ROUTE));

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(index.next()).hasValue(0);
    }
}

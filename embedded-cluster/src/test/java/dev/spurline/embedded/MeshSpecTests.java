// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.blueprint.ClusterDescription;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a blueprint says of the mesh, and asks of it. */
class MeshSpecTests {

    @ParameterizedTest
    @CsvSource({"PT-1S", "PT10.001S"})
    void aPushDelayIsFromZeroToTenSeconds(Duration delay) {
        Blueprint blueprint = cluster -> cluster.pushDelay(delay);

        assertThatThrownBy(() -> EmbeddedCluster.start(blueprint))
                .isInstanceOf(ClusterException.class)
                .hasMessageEndingWith("failed: Push delay [%s] is not from 0 to 10 s".formatted(delay));
    }

    /** Linkerd and Envoys of others have nothing that collects changes. */
    @ParameterizedTest
    @CsvSource({"ISTIO, PT2S", "LINKERD, PT0S", "ENVOY, PT0S", "NONE, PT0S"})
    void aPushDelayIsIstiods(Mesh mesh, Duration delay) {
        ClusterDescription description =
                ClusterDescription.of(spec -> spec.mesh(mesh).pushDelay(Duration.ofSeconds(2)));

        assertThat(description.meshSettings().pushDelay()).isEqualTo(delay);
    }

    @Test
    void aGatewayThatIsNotThereIsNamed() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec -> spec.namespace("shop"))) {
            assertThatThrownBy(() -> cluster.gateway("front", 80))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage(
                            "Gateway [shop/front] has no server for HTTP without TLS at port [80]: the embedded mesh opens "
                                    + "servers and listeners with protocol HTTP, HTTP2 or GRPC of Gateways of Istio and of the Gateway API");
        }
    }
}

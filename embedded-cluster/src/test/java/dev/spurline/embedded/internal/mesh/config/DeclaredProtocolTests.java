// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshService.Protocol;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredProtocolTests {

    @ParameterizedTest
    @CsvSource({
        "HTTP, x, 80, HTTP",
        "Grpc, x, 80, HTTP2",
        "kubernetes.io/ws, x, 80, HTTP",
        "kubernetes.io/h2c, x, 80, HTTP2",
        "kubernetes.io/wss, x, 80, TCP",
        "TCP, http, 5432, TCP",
        "HTTPS, http, 443, TCP",
        "https-alt, http, 443, TCP",
        "Redis, x, 6379, TCP",
        "example.com/own, http, 80, DETECTED",
        ", HTTP-api, 80, HTTP",
        ", grpc-web-api, 80, HTTP2",
        ", TLS-api, 80, TCP",
        ", api, 80, DETECTED",
        ", api, 53, TCP",
        ", http-api, 3306, HTTP"
    })
    void istioReadsWhatIsDeclaredThenTheNameThenTheNumber(
            @Nullable String declared, String name, int number, Protocol expected) {
        assertThat(protocol(Mesh.ISTIO, declared, name, number, Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, 80, HTTP",
        "kubernetes.io/h2c, 80, HTTP2",
        "grpc, 80, TCP",
        "http2, 80, TCP",
        "kubernetes.io/ws, 80, TCP",
        ", 80, DETECTED",
        ", 5432, TCP"
    })
    void linkerdReadsTwoProtocolsAndHasTheOthersPass(@Nullable String declared, int number, Protocol expected) {
        assertThat(protocol(Mesh.LINKERD, declared, "http-api", number, Map.of()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'25,80', TCP",
        "70-90, TCP",
        "'25, 70 - 80,', TCP",
        "http-api, TCP",
        "'none, 80', TCP",
        "'none, 70-80,90-70', TCP",
        "'http-api, 90', TCP",
        "'none, 70 - 80', DETECTED",
        "'http-api2, 70 - 80', DETECTED",
        "'90-70, 70 - 80', DETECTED",
        "'70 - 80, 65536', DETECTED",
        "81-90, DETECTED",
        "70-80-90, DETECTED",
        "'', DETECTED"
    })
    void linkerdHasOpaquePortsPass(String ports, Protocol expected) {
        assertThat(protocol(Mesh.LINKERD, null, "http-api", 80, opaque(ports))).isEqualTo(expected);
    }

    /** The destination controller, which is asked first, knows no {@code appProtocol}, and no spaces around a dash. */
    @ParameterizedTest
    @CsvSource({"80, http, TCP", "http-api, http, TCP", "70 - 80, http, HTTP", "70 - 80, kubernetes.io/h2c, HTTP2"})
    void theAnnotationBeatsWhatAPortDeclares(String ports, String declared, Protocol expected) {
        assertThat(protocol(Mesh.LINKERD, declared, "http-api", 80, opaque(ports)))
                .isEqualTo(expected);
    }

    @Test
    void aPortThatIsOpaqueByDefaultIsSoWhateverItDeclares() {
        assertThat(protocol(Mesh.LINKERD, "http", "http-api", 9300, Map.of())).isEqualTo(Protocol.TCP);
        assertThat(protocol(Mesh.LINKERD, "http", "http-api", 9300, opaque(""))).isEqualTo(Protocol.HTTP);
    }

    private static Map<String, String> opaque(String ports) {
        return Map.of("config.linkerd.io/opaque-ports", ports);
    }

    private static Protocol protocol(
            Mesh mesh, @Nullable String declared, String name, int number, Map<String, String> annotations) {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("pricing")
                .withNamespace("shop")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withPorts(new ServicePortBuilder()
                        .withName(name)
                        .withPort(number)
                        .withAppProtocol(declared)
                        .build())
                .endSpec()
                .build();
        return MeshService.of(service, mesh).port(number).orElseThrow().protocol();
    }
}

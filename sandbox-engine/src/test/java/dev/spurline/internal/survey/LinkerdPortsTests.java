// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkerdPortsTests {

    private static final String OPAQUE = "config.linkerd.io/opaque-ports";

    @ParameterizedTest
    @CsvSource({
        "'25,80', , false",
        "70-90, , false",
        "'25, 70 - 80,', , false",
        "http-api, , false",
        "'none, 80', , false",
        "'none, 70-80,90-70', , false",
        "'none, 70 - 80', , true",
        "'http-api2, 70 - 80', , true",
        "'90-70, 70 - 80', , true",
        "'70 - 80, 65536', , true",
        "81-90, , true",
        "70-80-90, , true",
        "'', , true",
        "'', HTTP, true",
        "'', kubernetes.io/h2c, true",
        "'', grpc, false",
        "80, http, false",
        "http-api, http, false",
        "70 - 80, http, true"
    })
    void readsAServiceAsBothControllersDo(String list, @Nullable String declared, boolean http) {
        assertThat(http(80, declared, Map.of(OPAQUE, list))).isEqualTo(http);
    }

    @ParameterizedTest
    @CsvSource({"80, true", "3306, false", "9300, false", "4567, true"})
    void knowsWhatIsOpaqueByDefault(int port, boolean http) {
        assertThat(http(port, null, Map.of())).isEqualTo(http);
        assertThat(http(port, "http", Map.of())).isEqualTo(http);
        assertThat(http(port, null, Map.of(OPAQUE, ""))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"80, true", "'79-81, 25', true", "'25, 8080', false", "'', false"})
    void aCallerSkipsWhatItsAnnotationLists(String list, boolean skips) {
        Pod pod = pod(Map.of("config.linkerd.io/skip-outbound-ports", list));

        assertThat(LinkerdPorts.skipsOutbound(pod, 80)).isEqualTo(skips);
        assertThat(LinkerdPorts.hidden(pod, Set.of(80))).isEmpty();
    }

    @Test
    void whatTheInitContainerWasToldHolds() {
        Pod pod = new PodBuilder(pod(Map.of("config.linkerd.io/skip-outbound-ports", "80")))
                .editSpec()
                .addToInitContainers(new ContainerBuilder()
                        .withName("linkerd-init")
                        .withArgs(
                                "--inbound-ports-to-ignore", "4190,4191,5000-5010", "--outbound-ports-to-ignore", "90")
                        .build())
                .endSpec()
                .build();

        assertThat(LinkerdPorts.skipsOutbound(pod, 80)).isFalse();
        assertThat(LinkerdPorts.skipsOutbound(pod, 90)).isTrue();
        assertThat(LinkerdPorts.hidden(pod, Set.of(5001))).isPresent();
        assertThat(LinkerdPorts.hidden(pod, Set.of(4567))).isEmpty();
    }

    @Test
    void twoPortsAreSkippedWhereNobodySaysAnything() {
        assertThat(LinkerdPorts.skipsOutbound(pod(Map.of()), 4567)).isTrue();
        assertThat(LinkerdPorts.hidden(pod(Map.of()), Set.of(4568)))
                .contains("port [4568] goes around its proxy (config.linkerd.io/skip-inbound-ports)");
        assertThat(LinkerdPorts.hidden(pod(Map.of("config.linkerd.io/skip-inbound-ports", "80")), Set.of(4568)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'web', 'port [8080] is opaque to its proxy (config.linkerd.io/opaque-ports)'",
        "'8000 - 9000', 'port [8080] is opaque to its proxy (config.linkerd.io/opaque-ports)'",
        "'web2, 8000 - 9000', ''",
        "'3306', ''"
    })
    void aPodHidesWhatItsListHolds(String list, String reason) {
        assertThat(LinkerdPorts.hidden(pod(Map.of(OPAQUE, list)), Set.of(8080)).orElse(""))
                .isEqualTo(reason);
    }

    private static boolean http(int number, @Nullable String declared, Map<String, String> annotations) {
        ServicePort port = new ServicePortBuilder()
                .withName("http-api")
                .withPort(number)
                .withAppProtocol(declared)
                .build();
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withPorts(port)
                .endSpec()
                .build();
        return LinkerdPorts.http(service, port);
    }

    private static Pod pod(Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .addNewPort()
                .withName("web")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }
}

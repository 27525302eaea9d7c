// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTargetTests {

    private static final List<Service> SERVICES = List.of(
            service("{name: storefront, namespace: shop}", "[{port: 80}]"),
            service("{name: pricing, namespace: shop}", "[{port: 9090, name: metrics}, {port: 80, name: http}]"),
            service("{name: billing, namespace: yard}", "[{port: 81}]"));

    @Test
    void theOnlyPortOrTheHttpPortIsMeantWithoutAWord() {
        assertThat(find("storefront").port().getPort()).isEqualTo(80);
        assertThat(find("pricing").port().getPort()).isEqualTo(80);
    }

    @Test
    void aPortIsNamedByNumberOrName() {
        assertThat(find("pricing:9090").port().getName()).isEqualTo("metrics");
        assertThat(find("pricing:metrics").port().getPort()).isEqualTo(9090);
    }

    @Test
    void anUnknownServiceIsAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> find("pricng"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("There is no Service [pricng] in namespace [shop]: did you mean [pricing]?");
        assertThatThrownBy(() -> find("z"))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "There is no Service [z] in namespace [shop]; there are [pricing, storefront, yard/billing]");
    }

    @Test
    void aServiceOfAnotherNamespaceIsNamedWithIt() {
        assertThat(find("yard/billing:81").port().getPort()).isEqualTo(81);
        assertThat(find("shop/pricing").port().getPort()).isEqualTo(80);
        assertThatThrownBy(() -> find("yard/biling"))
                .hasMessage("There is no Service [biling] in namespace [yard]: did you mean [yard/billing]?");
        assertThatThrownBy(() -> find("shop/pricng"))
                .hasMessage("There is no Service [pricng] in namespace [shop]: did you mean [pricing]?");
    }

    @Test
    void anUnknownPortIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> find("pricing:8080"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Service [pricing] in namespace [shop] has no port [8080]; it has [metrics/9090, http/80]");
    }

    private static ServiceTarget find(String text) {
        return ServiceTarget.find(ServiceName.parse(text, "shop"), SERVICES);
    }

    private static Service service(String metadata, String ports) {
        return Serialization.unmarshal(
                "---\n{apiVersion: v1, kind: Service, metadata: %s, spec: {ports: %s}}".formatted(metadata, ports),
                Service.class);
    }
}

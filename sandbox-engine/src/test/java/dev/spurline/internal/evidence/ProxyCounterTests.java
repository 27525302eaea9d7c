// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.evidence.ProxyCounter.Place;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCounterTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                       | {name: linkerd-admin, containerPort: 4191} | 4191",
                "{}                                       | {name: linkerd-admin, containerPort: 9995} | 9995",
                "{}                                       | {name: linkerd-proxy, containerPort: 4143} | 4191",
                "{config.linkerd.io/admin-port: \"9996\"} | {name: linkerd-proxy, containerPort: 4143} | 9996",
                "{config.linkerd.io/admin-port: x}        | {name: linkerd-proxy, containerPort: 4143} | 4191",
            })
    void linkerdsAdminPortIsWhereThePodHasIt(String annotations, String port, int expected) {
        Pod pod = Serialization.unmarshal("""
                metadata: {name: price-1, annotations: %s}
                spec:
                  initContainers: [{name: linkerd-proxy, ports: [%s]}]
                  containers: [{name: price, ports: [{name: linkerd-admin, containerPort: 1}]}]
                """.formatted(annotations, port), Pod.class);

        assertThat(ProxyCounter.of(pod)).contains(ProxyCounter.LINKERD);
        assertThat(ProxyCounter.LINKERD.places(pod)).containsExactly(new Place(expected, "/metrics"));
        assertThat(ProxyCounter.LINKERD.admin()).isEmpty();
    }

    @Test
    void aPodWithoutAProxyHasNone() {
        Pod pod = Serialization.unmarshal("metadata: {name: x}\nspec: {containers: [{name: x}]}", Pod.class);

        assertThat(ProxyCounter.of(pod)).isEmpty();
    }
}

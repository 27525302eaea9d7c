/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

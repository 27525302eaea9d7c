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
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.PodServer;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PortForwardTests extends NodeTestCase {

    private static final String LARGE = "x".repeat(3_000_000);

    @BeforeAll
    void addImages() {
        images.inProcess("shop/pricing:*", container -> answering(8080, 200, "price of " + container.pod()));
        images.inProcess("shop/large:*", container -> answering(8080, 200, LARGE));
        create(pod("pricing", "shop/pricing:1"));
        create(pod("large", "shop/large:1"));
        awaitReady("pricing");
        awaitReady("large");
    }

    @Test
    void reachesAPortOfAContainer() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(8080)) {
            assertThat(get(forward)).isEqualTo("price of pricing");
            assertThat(get(forward)).isEqualTo("price of pricing");
        }
    }

    @Test
    void carriesMoreThanOneMessageHolds() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("large").portForward(8080)) {
            assertThat(get(forward)).isEqualTo(LARGE);
        }
    }

    @Test
    void reachesAPortOfThePodsProxy() throws Exception {
        PodServer proxy = answering(15000, 200, "config");
        network.proxyPorts.putAll(Map.of(15000, proxy.ports().get(15000)));

        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(15000)) {
            assertThat(get(forward)).isEqualTo("config");
        } finally {
            proxy.stop();
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(81)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> get(forward))
                    .isInstanceOf(IOException.class);

            Awaitility.await().atMost(PATIENCE).until(forward::errorOccurred);
            assertThat(forward.getServerThrowables().iterator().next().getMessage())
                    .contains("error forwarding port 81 to pod pricing")
                    .contains("connection refused");
        }
    }

    private static String get(LocalPortForward forward) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.getLocalPort() + "/"))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

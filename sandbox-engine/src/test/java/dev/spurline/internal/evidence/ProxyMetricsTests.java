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

import dev.spurline.internal.tunnel.ForwardingServer;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyMetricsTests {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("pricing-1")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("istio-proxy")
            .endContainer()
            .endSpec()
            .build();

    private final Queue<String> permits = new ConcurrentLinkedQueue<>();
    private final ForwardingServer server = new ForwardingServer("/");
    private final Workers workers = new Workers("test");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));
    private final ProxyMetrics metrics = new ProxyMetrics(
            server.client(), workers, pages, (verb, group, resource, namespace) -> permits.add(resource), "kengine234");

    @AfterEach
    void stop() {
        pages.close();
        workers.close();
        server.close();
    }

    @Test
    void nothingIsAskedAfterClose() throws Exception {
        metrics.close();

        assertThat(metrics.read(POD).get(20, TimeUnit.SECONDS))
                .isEqualTo(new Served.Unknown("metrics of pod [pricing-1] cannot be read: the sandbox is closed"));
        assertThat(server.asked).isEmpty();
        assertThat(permits).isEmpty();
    }

    @Test
    void aReadingUnderWayWhenItIsClosedTriesNoOtherWay() throws Exception {
        CompletableFuture<Served> reading = metrics.read(POD);
        assertThat(server.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        metrics.close();

        assertThat(reading.get(20, TimeUnit.SECONDS)).isInstanceOf(Served.Unknown.class);
        assertThat(server.asked).isEmpty();
        assertThat(permits).isEmpty();
    }
}

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

import org.junit.jupiter.api.Test;

class ProxyCounterTests {

    @Test
    void istioCountsWhatTheReceivingSideReports() {
        String metrics = """
                # TYPE istio_requests_total counter
                istio_requests_total{reporter="destination",source_workload="cart",response_code="200"} 3
                istio_requests_total{reporter="destination",source_workload="cart",response_code="503"} 1
                istio_requests_total{reporter="source",destination_workload="inventory",response_code="200"} 7
                istio_request_bytes_count{reporter="destination"} 100
                """;

        assertThat(ProxyCounter.ISTIO.read(metrics)).isEqualTo(4);
    }

    @Test
    void linkerdCountsInboundRequestsWithoutProbes() {
        String metrics = """
                request_total{direction="inbound",target_addr="10.0.0.1:8080",route_name="default"} 2
                request_total{direction="inbound",target_addr="10.0.0.1:8080",route_name="probe"} 40
                request_total{direction="outbound",target_addr="10.0.0.2:8080"} 9
                """;

        assertThat(ProxyCounter.LINKERD.read(metrics)).isEqualTo(2);
    }
}

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

import dev.spurline.internal.routing.PropagatorCorpus;
import dev.spurline.internal.routing.PropagatorCorpus.Passed;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyCounterTests {

    private static final String ENGINE = "kengine234";

    @Test
    void istioCountsWhatTheReceivingSideReports() {
        String metrics = """
                # TYPE istio_requests_total counter
                istio_requests_total{reporter="destination",source_workload="cart",response_code="200"} 3
                istio_requests_total{reporter="destination",source_workload="cart",response_code="503"} 1
                istio_requests_total{reporter="source",destination_workload="inventory",response_code="200"} 7
                istio_request_bytes_count{reporter="destination"} 100
                """;

        assertThat(ProxyCounter.ISTIO.read(metrics, ENGINE).requests()).isEqualTo(4);
    }

    @Test
    void istioCountsWhatATagThatIsNotExtractedStandsBefore() {
        String metrics = """
                envoy_route_name___test____istio_requests_total{reporter="destination",response_code="200"} 2
                istio_requests_total{reporter="destination",response_code="200"} 3
                istio_requests_totals{reporter="destination",response_code="200"} 100
                """;

        assertThat(ProxyCounter.ISTIO.read(metrics, ENGINE).requests()).isEqualTo(5);
    }

    @Test
    void linkerdCountsInboundRequestsWithoutProbes() {
        String metrics = """
                request_total{direction="inbound",target_addr="10.0.0.1:8080",route_name="default"} 2
                request_total{direction="inbound",target_addr="10.0.0.1:8080",route_name="probe"} 40
                request_total{direction="outbound",target_addr="10.0.0.2:8080"} 9
                """;

        assertThat(ProxyCounter.LINKERD.read(metrics, ENGINE).requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spurline=k7f3q5tbma,spurline-test=kengine234.000017",
                "user=alice,spurline-test = kengine234.000017 ;p=1,b=2",
                "a=x\\\"y,spurline-test=kengine234.000017",
                "spurline-test=kengine234.000017,spurline-test=kother2345.000018,cut-o",
                "spurline%3Dk7f3q5tbma%2Cspurline-test%3Dkengine234.000017"
            })
    void aLabelWithTheBaggageTellsTheTest(String baggage) {
        String metrics = """
                istio_requests_total{reporter="destination",response_code="200",baggage="%s"} 3
                istio_requests_total{reporter="destination",response_code="503",baggage="%s"} 1
                istio_requests_total{reporter="source",response_code="200",baggage="%s"} 5
                """.formatted(baggage, baggage, baggage);

        assertThat(ProxyCounter.ISTIO.read(metrics, ENGINE)).isEqualTo(new Served.Known(4, Map.of(17, 4L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "spurline=k7f3q5tbma",
                "spurline=k7f3q5tbma;t=17",
                "spurline-test=kother2345.000017",
                "spurline-test=kengine234.00017",
                "a=1,spurline-test=kengine234.0000",
                "spurline-test=kengine234.000017,spurline-test=kengine234.000018"
            })
    void anyOtherLabelTellsNothing(String baggage) {
        String metrics = "istio_requests_total{reporter=\"destination\",baggage=\"%s\"} 3\n".formatted(baggage);

        assertThat(ProxyCounter.ISTIO.read(metrics, ENGINE)).isEqualTo(new Served.Known(3, Map.of()));
    }

    private static Stream<Passed> passed() {
        return PropagatorCorpus.passed();
    }

    @ParameterizedTest
    @MethodSource("passed")
    void tellsTheTestOfWhatAPropagatorHasPassedOn(Passed passed) {
        String label =
                passed.joined("baggage").orElse("unknown").replace("\\", "\\\\").replace("\"", "\\\"");

        Served.Known served = ProxyCounter.ISTIO.read(
                "istio_requests_total{reporter=\"destination\",baggage=\"%s\",code=\"200\"} 2%n".formatted(label),
                ENGINE);

        assertThat(served.byTest()).isEqualTo(passed.test().isPresent() ? Map.of(17, 2L) : Map.of());
    }

    @Test
    void countsWhatCameSinceAndAfterARestartAnew() {
        Served.Known before = new Served.Known(2, Map.of(1, 2L));
        Served.Known after = new Served.Known(5, Map.of(1, 2L, 2, 3L));
        Served.Known restarted = new Served.Known(1, Map.of(2, 1L));

        assertThat(after.since(before)).isEqualTo(new Served.Known(3, Map.of(2, 3L)));
        assertThat(restarted.since(before)).isEqualTo(restarted);
    }
}

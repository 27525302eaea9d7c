// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.evidence.ProxyReading.Count;
import dev.spurline.internal.routing.PropagatorCorpus;
import dev.spurline.internal.routing.PropagatorCorpus.Passed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTallyTests {

    private final PodTally tally = new PodTally("kengine234");

    private static ProxyReading reading(String metric, Map<String, Long> series) {
        return new ProxyReading(List.of(new Count(metric, series, true, true)), "", false);
    }

    private static ProxyReading reading(Map<String, Long> series) {
        return reading("requests", series);
    }

    @Test
    void countsWhatCameSinceTheBeginning() {
        tally.begin(reading(Map.of("a", 2L)));
        tally.add(reading(Map.of("a", 5L, "b", 1L)));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(4, Map.of()));
    }

    @Test
    void aSeriesThatVanishesKeepsWhatItHad() {
        tally.add(reading(Map.of("a", 20L)));
        tally.add(reading(Map.of()));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(20, Map.of()));

        tally.add(reading(Map.of("a", 1L)));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(21, Map.of()));
    }

    @Test
    void aProxyThatIsRestartedCountsAnew() {
        tally.begin(reading(Map.of("a", 7L)));
        tally.add(reading(Map.of("a", 9L)));
        tally.add(reading(Map.of("a", 3L)));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(5, Map.of()));
    }

    /** Envoy counts from 0 for an inbound cluster that is made anew, and its host is there from the first request on. */
    @Test
    void aCounterByPortThatFallsLimitsTheOthersByAllThatItHasCounted() {
        tally.add(bounded(Map.of("all", 6L), Map.of("host", 4L)));
        tally.add(bounded(Map.of("all", 7L), Map.of("no host yet", 0L)));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(4, Map.of()));

        tally.add(bounded(Map.of("all", 10L), Map.of("host", 3L)));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(7, Map.of()));

        tally.add(bounded(Map.of("all", 12L), Map.of("host", 2L)));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(9, Map.of()));
    }

    private static ProxyReading bounded(Map<String, Long> all, Map<String, Long> byPort) {
        return new ProxyReading(
                List.of(new Count("istio_requests_total", all, true, false), new Count("rq_total", byPort, true, true)),
                "",
                false);
    }

    @Test
    void theMetricThatHasSeenMostCounts() {
        tally.add(new ProxyReading(
                List.of(new Count("one", Map.of("a", 3L), true, true), new Count("other", Map.of("a", 5L), true, true)),
                "",
                false));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(5, Map.of()));
    }

    @Test
    void aMetricThatTheBeginningLacksWasAtZero() {
        tally.begin(reading("requests", Map.of()));
        tally.add(reading("hosts", Map.of("a", 3L)));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    @Test
    void whatIsNotCertainIsWhereTheNextReadingStarts() {
        tally.add(new ProxyReading(List.of(new Count("requests", Map.of("a", 3L), false, true)), "", false));
        assertThat(tally.served()).isEqualTo(ServedRequests.Known.NOTHING);

        tally.add(reading(Map.of("a", 4L)));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(1, Map.of()));
    }

    @Test
    void whatCannotBeReadLaterIsKnownFromBefore() {
        tally.add(reading(Map.of("a", 3L)));
        tally.add(ProxyReading.unreadable("no port-forward"));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    @Test
    void nothingIsKnownToBeNothingOnlyAsOfNow() {
        tally.add(reading(Map.of()));
        assertThat(tally.served()).isEqualTo(ServedRequests.Known.NOTHING);

        tally.add(ProxyReading.unreadable("no port-forward"));
        assertThat(tally.served()).isEqualTo(new ServedRequests.Unknown("no port-forward"));
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
        tally.add(reading(Map.of(
                "response_code=\"200\",baggage=\"%s\"".formatted(baggage), 3L,
                "response_code=\"503\",baggage=\"%s\"".formatted(baggage), 1L)));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(4, Map.of(17, 4L)));
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
        tally.add(reading(Map.of("baggage=\"%s\"".formatted(baggage), 3L)));

        assertThat(tally.served()).isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    private static Stream<Passed> passed() {
        return PropagatorCorpus.passed();
    }

    @ParameterizedTest
    @MethodSource("passed")
    void tellsTheTestOfWhatAPropagatorHasPassedOn(Passed passed) {
        String label =
                passed.joined("baggage").orElse("unknown").replace("\\", "\\\\").replace("\"", "\\\"");

        tally.add(EnvoyPages.metrics(
                "istio_requests_total{reporter=\"destination\",baggage=\"%s\",code=\"200\"} 2%n".formatted(label),
                new ServedPorts(Set.of(8080), false, Map.of(), "")));

        assertThat(tally.served())
                .isEqualTo(new ServedRequests.Known(2, passed.test().isPresent() ? Map.of(17, 2L) : Map.of()));
    }
}

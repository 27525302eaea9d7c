// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sandbox more costs beside many what it costs beside few. */
class ScaleTests {

    private static final Logger LOG = LoggerFactory.getLogger(ScaleTests.class);
    private static final String HEAD = """
            | live | open one more | close it | requests for opening | objects, each | engine's memory, each | engine at rest | untagged request | keyed request |
            |---|---|---|---|---|---|---|---|---|""";

    /** Numbers in objects, such as their version, get longer. */
    private static final int NUMBERS = 100;

    /** How many live at most in the full run. */
    private static final int MOST = Integer.getInteger("reliability.sandboxes", 1000);

    @TempDir
    static Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ROOT"})
    @Tag("reliability")
    void theSixthTakesNoMoreRequestsAndObjectsThanTheSecond(LaneRoutes routes) {
        List<ScaleFigures> figures = run(routes, 1, List.of(1, 5), new ScaleHarness.Repeats(3, 20, Duration.ZERO));

        ScaleFigures second = figures.get(0);
        ScaleFigures sixth = figures.get(1);
        assertThat(sixth.requests()).isBetween(1, second.requests());
        assertThat(sixth.objects()).isBetween(1L, second.objects() + NUMBERS);
    }

    static Stream<Arguments> spreads() {
        return Stream.of(LaneRoutes.values())
                .filter(routes -> routes != LaneRoutes.DIRECT)
                .flatMap(routes -> Stream.of(Arguments.of(routes, 1), Arguments.of(routes, 50)));
    }

    @ParameterizedTest
    @MethodSource("spreads")
    @Tag("reliability")
    void aThousandOnOneServiceAndOverFifty(LaneRoutes routes, int services) {
        List<Integer> live =
                Stream.of(1, 10, 100, 1000).filter(count -> count <= MOST).toList();

        run(routes, services, live, new ScaleHarness.Repeats(9, 300, Duration.ofSeconds(20)));
    }

    private static List<ScaleFigures> run(
            LaneRoutes routes, int services, List<Integer> live, ScaleHarness.Repeats repeats) {
        try (TestBed bed = TestBed.start(directory, ScaleOrder.lanes(routes, services));
                ScaleHarness harness = new ScaleHarness(bed, routes, services, repeats, directory)) {
            List<ScaleFigures> figures = live.stream().map(harness::at).toList();
            LOG.info(
                    "{}, sandboxes on {} of the Services; the first took {} requests:\n{}\n{}",
                    routes,
                    services,
                    harness.first(),
                    HEAD,
                    String.join("\n", figures.stream().map(ScaleFigures::row).toList()));
            assertThat(figures)
                    .allSatisfy(figure -> assertThat(figure.requests()).isLessThan(harness.first()));
            harness.end();
            return figures;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.benchmarks.page.BenchmarksPage;
import dev.spurline.benchmarks.result.ExperimentResult;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.benchmarks.result.MeasuringMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are made of results, and of nothing else. */
class BenchmarksPageTests {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path RESULTS = Path.of("results");

    @TempDir
    Path directory;

    @Test
    void thePageAndItsChartsAreThoseOfTheResults() throws IOException {
        Map<Path, String> files = new BenchmarksPage(DOCS).files(RESULTS);

        assertThat(files)
                .isNotEmpty()
                .allSatisfy((file, text) -> assertThat(file)
                        .as("write it with: mvn verify -Pbenchmarks -Dbenchmarks=none -DskipTests -pl benchmarks -am")
                        .hasContent(text));
    }

    @Test
    void aResultBecomesATableAndAChartInItsPlace() throws IOException {
        Files.writeString(
                directory.resolve("benchmarks.md"),
                "# Page\n\n<!-- measured: loops -->\nold\n<!-- /measured -->\n\n<!-- measured: other -->\n<!-- /measured -->\n");
        result().write(directory);

        new BenchmarksPage(directory).write(directory);

        assertThat(directory.resolve("benchmarks.md")).hasContent("""
                # Page

                <!-- measured: loops -->

                Measured on 2026-11-30.
                2 processors (quick), 24 GiB of memory, Linux amd64, Java 17.

                | by hand & not | opening | times |
                |---|---|---|
                | <one> | 2 ms (1 to 3); goal ≤ 2.5 ms | 0.02 ×; goal ≥ 30 ×, **missed** |
                | loop | 100 ms |  |

                ![by hand & not: opening](charts/loops-by-hand-not.svg)

                <!-- /measured -->

                <!-- measured: other -->
                <!-- /measured -->
                """);
        assertThat(directory.resolve("charts/loops-by-hand-not.svg"))
                .content()
                .contains("by hand &amp; not: opening", "&lt;one&gt;", ">1 ms<", ">10 ms<", ">100 ms<")
                // 2 of 1 to 100 is three twentieths of the axis.
                .contains("<rect x=\"330\" y=\"44\" width=\"60\" height=\"18\"")
                .contains("<rect x=\"330\" y=\"70\" width=\"400\" height=\"18\"");
    }

    private static ExperimentResult result() {
        String group = "by hand & not";
        Measurement one = Measurement.of(group, "<one>", "opening", FigureUnit.MILLISECONDS, List.of(3.0, 1.0, 2.0));
        Measurement loop = Measurement.of(group, "loop", "opening", FigureUnit.MILLISECONDS, List.of(100.0));
        Measurement ratio = Measurement.of(group, "<one>", "opening", FigureUnit.MILLISECONDS, List.of(2.0))
                .times(loop, "times");
        return new ExperimentResult(
                "loops",
                "2026-11-30",
                new MeasuringMachine(2, "quick", 24, "Linux amd64", "17"),
                List.of(one.goal(FigureGoal.atMost(2.5)), loop, ratio.goal(FigureGoal.atLeast(30))));
    }
}

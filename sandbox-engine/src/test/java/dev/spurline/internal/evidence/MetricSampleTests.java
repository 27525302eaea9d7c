// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricSampleTests {

    private static List<MetricSample> read(String page) {
        return MetricSample.of(page, "requests"::equals);
    }

    @Test
    void aLineHasANameLabelsAndAValue() {
        String page = """
                # HELP requests How many.
                # TYPE requests counter
                requests{a="1",b="x y"} 3
                requests_more{a="1"} 4
                requests 5
                requests{} 1e3
                """;

        assertThat(read(page))
                .containsExactly(
                        new MetricSample("requests", "a=\"1\",b=\"x y\"", Map.of("a", "1", "b", "x y"), 3),
                        new MetricSample("requests", "", Map.of(), 5),
                        new MetricSample("requests", "", Map.of(), 1000));
    }

    @Test
    void aValueOfALabelMayHoldWhateverIsEscaped() {
        String labels = "a=\"\\\"}, b=\\\"2\\\" \\\\\",b=\"1\"";

        assertThat(read("requests{" + labels + "} 3\n"))
                .containsExactly(
                        new MetricSample("requests", labels, Map.of("a", "\\\"}, b=\\\"2\\\" \\\\", "b", "1"), 3));
    }

    @Test
    void aLabelMayBeLong() {
        String value = "\\\"".repeat(50_000);

        assertThat(read("requests{a=\"" + value + "\"} 3\n"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.label("a")).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"requests", "requests{", "requests{a", "requests{a=\"1", "requests{a=\"1\"", "requests{a=\"1\"}"
            })
    void aLineThatIsCutOffIsNone(String line) {
        assertThat(read(line)).isEmpty();
    }
}

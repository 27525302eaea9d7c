// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0123 | 0.0123",
                "0.00123 | 0.0012",
                "1 | 1",
                "1.204 | 1.2",
                "99.96 | 100",
                "1234.6 | 1,235",
                "0 | 0"
            })
    void threeDigitsOfANumberAreShown(double value, String text) {
        assertThat(FigureUnit.number(value)).isEqualTo(text);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddle() {
        assertThat(figure("a", 4.0, 1.0, 3.0, 2.0).median()).isEqualTo(2.5);
        assertThat(figure("a", 4.0, 1.0, 3.0).median()).isEqualTo(3);
    }

    /** A run that was slow for both is none in their ratio. */
    @Test
    void ratiosAreThoseOfEachRun() {
        Measurement ratio = figure("a", 2.0, 20.0, 3.0).times(figure("b", 1.0, 10.0, 2.0), "times b");

        assertThat(ratio.values()).containsExactly(2.0, 2.0, 1.5);
        assertThat(ratio.quantity()).isEqualTo("times b");
    }

    @Test
    void whatWasNotMeasuredAsOftenHasNoRatio() {
        assertThatThrownBy(() -> figure("a", 1.0, 2.0).times(figure("b", 1.0), "times b"))
                .hasMessage("[a] has 2 runs, [b] has 1");
        assertThatThrownBy(() -> figure("a")).hasMessage("No values of [group, a, time]");
    }

    private static Measurement figure(String subject, Double... values) {
        return Measurement.of("group", subject, "time", FigureUnit.SECONDS, List.of(values));
    }
}

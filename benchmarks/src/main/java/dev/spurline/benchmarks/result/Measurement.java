// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One figure: what was measured, and its value in each run.
 *
 * @param group the table to which it belongs
 * @param subject its row: of what it is a figure
 * @param quantity its column: what was measured of that
 * @param unit what the values are counted in
 * @param values a value of each run
 * @param goal what their median should be
 */
public record Measurement(
        String group,
        String subject,
        String quantity,
        FigureUnit unit,
        List<Double> values,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FigureGoal goal) {

    /** Refuses a figure without values. */
    public Measurement {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("No values of [%s, %s, %s]".formatted(group, subject, quantity));
        }
    }

    /** Returns a figure without a goal. */
    public static Measurement of(String group, String subject, String quantity, FigureUnit unit, List<Double> values) {
        return new Measurement(group, subject, quantity, unit, values, null);
    }

    /** Returns the same with a goal. */
    public Measurement goal(FigureGoal wanted) {
        return new Measurement(group, subject, quantity, unit, values, wanted);
    }

    /**
     * Returns how many times another figure this one is, run by run: what disturbs a machine disturbs both.
     *
     * @param other one with a value of each of the same runs
     * @param column the name of that quantity
     */
    public Measurement times(Measurement other, String column) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException("[%s] has %d runs, [%s] has %d"
                    .formatted(subject, values.size(), other.subject, other.values.size()));
        }
        List<Double> ratios = IntStream.range(0, values.size())
                .mapToObj(run -> values.get(run) / other.values.get(run))
                .toList();
        return of(group, subject, column, FigureUnit.TIMES, ratios);
    }

    /** Returns how many times another figure this one is, as a figure of that other subject. */
    public Measurement over(Measurement other, String column) {
        return of(group, other.subject, column, FigureUnit.TIMES, times(other, column).values);
    }

    /** Returns the median. */
    public double median() {
        return median(values);
    }

    /** Returns the median of some values: of an even number, the mean of the two in the middle. */
    public static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Returns the least value. */
    public double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** Returns the greatest value. */
    public double greatest() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}

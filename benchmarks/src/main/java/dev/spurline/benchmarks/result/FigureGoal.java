// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

/**
 * What a median should be.
 *
 * @param limit the least or the greatest value that is good
 * @param least whether greater ones are good
 */
public record FigureGoal(double limit, boolean least) {

    /** Returns the goal of values that should be small. */
    public static FigureGoal atMost(double limit) {
        return new FigureGoal(limit, false);
    }

    /** Returns the goal of values that should be great. */
    public static FigureGoal atLeast(double limit) {
        return new FigureGoal(limit, true);
    }

    /** Returns whether a value is good. */
    public boolean met(double value) {
        return least ? value >= limit : value <= limit;
    }

    /** Returns the goal as tables show it. */
    public String text(FigureUnit unit) {
        return (least ? "≥ " : "≤ ") + unit.text(limit);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the values of one quantity, run by run, for several subjects. */
public final class FigureValues {

    private final String group;
    private final String quantity;
    private final FigureUnit unit;
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    /** Begins a column of a table. */
    public FigureValues(String group, String quantity, FigureUnit unit) {
        this.group = group;
        this.quantity = quantity;
        this.unit = unit;
    }

    /** Adds the value of a run. */
    public void add(String subject, double value) {
        values.computeIfAbsent(subject, first -> new ArrayList<>()).add(value);
    }

    /** Returns the figure of a subject. */
    public Measurement of(String subject) {
        return Measurement.of(group, subject, quantity, unit, values.getOrDefault(subject, List.of()));
    }

    /** Returns all figures, in the order in which their subjects came. */
    public List<Measurement> measurements() {
        return values.keySet().stream().map(this::of).toList();
    }
}

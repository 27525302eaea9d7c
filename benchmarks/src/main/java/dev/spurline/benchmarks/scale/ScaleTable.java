// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of one crowd of sandboxes, a row for each number of those that live. */
final class ScaleTable {

    private static final int FEW = 10;
    private static final FigureGoal SLOWER = FigureGoal.atMost(1.2);
    private static final FigureGoal MEMORY = FigureGoal.atMost(60);
    private static final FigureGoal UNTAGGED = FigureGoal.atMost(1.1);

    private final String group;
    private final List<Measurement> figures = new ArrayList<>();
    private double untaggedAlone;
    private Optional<Double> openingBesideFew = Optional.empty();

    ScaleTable(String group) {
        this.group = group;
    }

    /** Adds a row; the first one is without others that live. */
    void add(ScaleSample sample) {
        String live = String.format(Locale.ROOT, "%,d", sample.live());
        double opening = Measurement.median(sample.openings());
        double untagged = Measurement.median(sample.untagged());
        add(live, "open one more", FigureUnit.MILLISECONDS, sample.openings());
        if (sample.live() == FEW) {
            openingBesideFew = Optional.of(opening);
        }
        openingBesideFew.ifPresent(few -> goal(live, "of that beside 10", FigureUnit.TIMES, opening / few, SLOWER));
        add(live, "close it", FigureUnit.MILLISECONDS, sample.closings());
        add(live, "requests for opening", FigureUnit.COUNT, sample.requests());
        add(live, "keyed request", FigureUnit.MILLISECONDS, sample.keyed());
        add(live, "untagged request", FigureUnit.MILLISECONDS, sample.untagged());
        if (sample.live() == 0) {
            untaggedAlone = untagged;
            return;
        }
        goal(live, "of that without sandboxes", FigureUnit.TIMES, untagged / untaggedAlone, UNTAGGED);
        add(live, "objects, each", FigureUnit.KIBIBYTES, List.of(sample.objects()));
        goal(live, "engine's memory, each", FigureUnit.KIBIBYTES, sample.memory(), MEMORY);
        add(live, "engine at rest", FigureUnit.PERCENT, List.of(sample.processor()));
    }

    private void add(String live, String quantity, FigureUnit unit, List<Double> values) {
        figures.add(Measurement.of(group, live, quantity, unit, values));
    }

    private void goal(String live, String quantity, FigureUnit unit, double value, FigureGoal goal) {
        figures.add(Measurement.of(group, live, quantity, unit, List.of(value)).goal(goal));
    }

    List<Measurement> figures() {
        return List.copyOf(figures);
    }
}

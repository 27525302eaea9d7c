// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.page;

import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart with a bar for each subject: as long as the median, with a line from the least to the greatest value. Its axis is
 * logarithmic. Its template is src/main/jte/bars.jte.
 */
public final class BarChart {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, BarChart.class.getClassLoader(), "dev.spurline.benchmarks.templates");
    private static final int ROW = 26;
    private static final int TOP = 44;
    private static final int LEFT = 330;
    private static final int LENGTH = 400;

    private final String title;
    private final List<Measurement> figures;
    private final double lowest;
    private final double highest;

    /** What the template shows of a figure; lengths in pixels. */
    public record Bar(String name, String value, long top, long end, long least, long greatest) {}

    /** A power of ten on the axis. */
    public record Tick(String text, long at) {}

    /**
     * Makes a chart.
     *
     * @param figures all of one unit, with values above zero
     */
    BarChart(String title, List<Measurement> figures) {
        this.title = title;
        this.figures = figures;
        this.lowest = Math.floor(Math.log10(
                figures.stream().mapToDouble(Measurement::least).min().orElseThrow()));
        this.highest = Math.max(
                lowest + 1,
                Math.ceil(Math.log10(figures.stream()
                        .mapToDouble(Measurement::greatest)
                        .max()
                        .orElseThrow())));
    }

    String svg() {
        StringOutput out = new StringOutput();
        TEMPLATES.render("bars.jte", this, out);
        return out.toString();
    }

    public String title() {
        return title;
    }

    public int left() {
        return LEFT;
    }

    public int bottom() {
        return TOP + ROW * figures.size();
    }

    public List<Tick> ticks() {
        FigureUnit unit = figures.get(0).unit();
        return Stream.iterate(lowest, power -> power <= highest, power -> power + 1)
                .map(power -> new Tick(unit.text(Math.pow(10, power)), at(Math.pow(10, power))))
                .toList();
    }

    public List<Bar> bars() {
        return IntStream.range(0, figures.size())
                .mapToObj(row -> bar(figures.get(row), TOP + ROW * row))
                .toList();
    }

    private Bar bar(Measurement figure, long top) {
        return new Bar(
                figure.subject(),
                figure.unit().text(figure.median()),
                top,
                at(figure.median()),
                at(figure.least()),
                at(figure.greatest()));
    }

    private long at(double value) {
        return LEFT + Math.round(LENGTH * (Math.log10(value) - lowest) / (highest - lowest));
    }
}

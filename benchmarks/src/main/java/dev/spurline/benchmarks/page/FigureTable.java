// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.page;

import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of figures in Markdown: a row for each subject, a column for each quantity.
 *
 * @param title what the rows are
 * @param figures what was measured
 */
record FigureTable(String title, List<Measurement> figures) {

    String markdown() {
        List<String> columns =
                figures.stream().map(Measurement::quantity).distinct().toList();
        List<String> subjects =
                figures.stream().map(Measurement::subject).distinct().toList();
        String head = row(Stream.concat(Stream.of(title), columns.stream()));
        String rule = "|" + "---|".repeat(columns.size() + 1);
        String rows = subjects.stream()
                .map(subject ->
                        row(Stream.concat(Stream.of(subject), columns.stream().map(column -> cell(subject, column)))))
                .collect(Collectors.joining("\n"));
        return String.join("\n", head, rule, rows) + "\n";
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }

    private String cell(String subject, String quantity) {
        return figures.stream()
                .filter(figure -> figure.subject().equals(subject))
                .filter(figure -> figure.quantity().equals(quantity))
                .findFirst()
                .map(FigureTable::cell)
                .orElse("");
    }

    /** Median, least and greatest value, and what the median should be. */
    private static String cell(Measurement figure) {
        String median = figure.unit().text(figure.median());
        String range = figure.least() == figure.greatest()
                ? ""
                : " (%s to %s)".formatted(FigureUnit.number(figure.least()), FigureUnit.number(figure.greatest()));
        String goal = Optional.ofNullable(figure.goal())
                .map(wanted -> "; goal %s%s"
                        .formatted(wanted.text(figure.unit()), wanted.met(figure.median()) ? "" : ", **missed**"))
                .orElse("");
        return median + range + goal;
    }
}

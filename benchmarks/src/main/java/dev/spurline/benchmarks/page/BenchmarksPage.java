// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.page;

import dev.spurline.benchmarks.result.ExperimentResult;
import dev.spurline.benchmarks.result.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * docs/benchmarks.md, in which the result of an experiment stands between the comments {@code <!-- measured: name -->} and
 * {@code <!-- /measured -->}, and its charts beside it.
 */
public final class BenchmarksPage {

    private static final Pattern PLACE =
            Pattern.compile("(<!-- measured: ([a-z-]+) -->\n).*?(<!-- /measured -->)", Pattern.DOTALL);
    private static final String PAGE = "benchmarks.md";
    private static final String CHARTS = "charts";

    private final Path docs;

    /** Takes the directory of the documentation. */
    public BenchmarksPage(Path docs) {
        this.docs = docs;
    }

    /** Writes the results of a directory into the page, and their charts. */
    public void write(Path results) throws IOException {
        for (Map.Entry<Path, String> file : files(results).entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** Returns what page and charts are with the results of a directory. */
    public Map<Path, String> files(Path results) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        Path page = docs.resolve(PAGE);
        String text = PLACE.matcher(Files.readString(page)).replaceAll(place -> {
            Path file = results.resolve(place.group(2) + ".json");
            return Matcher.quoteReplacement(
                    Files.exists(file) ? filled(place, ExperimentResult.read(file), files) : place.group());
        });
        files.put(page, text);
        return files;
    }

    private String filled(MatchResult place, ExperimentResult result, Map<Path, String> files) {
        List<String> parts = new ArrayList<>();
        parts.add("Measured on %s.\n%s.\n"
                .formatted(result.date(), result.machine().text()));
        for (String group : result.groups()) {
            List<Measurement> figures = result.of(group);
            parts.add(new FigureTable(group, figures).markdown());
            List<Measurement> charted = charted(figures);
            if (charted.size() > 1) {
                String name = result.experiment() + "-" + slug(group) + ".svg";
                files.put(docs.resolve(CHARTS).resolve(name), new BarChart(title(group, charted), charted).svg());
                parts.add("![%s](%s/%s)\n".formatted(title(group, charted), CHARTS, name));
            }
        }
        return place.group(1) + "\n" + String.join("\n", parts) + "\n" + place.group(3);
    }

    /** The first quantity of a table is what it is about. */
    private static List<Measurement> charted(List<Measurement> figures) {
        return figures.stream()
                .filter(figure -> figure.quantity().equals(figures.get(0).quantity()))
                .filter(figure -> figure.least() > 0)
                .toList();
    }

    private static String title(String group, List<Measurement> figures) {
        return group + ": " + figures.get(0).quantity();
    }

    private static String slug(String group) {
        return group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}

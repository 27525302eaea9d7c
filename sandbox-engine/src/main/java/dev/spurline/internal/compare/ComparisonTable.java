// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.Comparison;
import dev.spurline.Comparison.Difference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows a comparison to people. */
public final class ComparisonTable {

    /** More rows are a page, which the list of differences is for. */
    private static final int MOST_ROWS = 20;

    private static final int WIDTH = 60;

    /** What is shown of that in which two long values do not differ yet. */
    private static final int BEFORE = 15;

    private static final String CUT = "…";

    private ComparisonTable() {}

    /** Returns what is to be told of a comparison. */
    public static String text(Comparison comparison) {
        String heading = comparison.matches()
                ? "Request [%s] is answered with the key as without it".formatted(comparison.request())
                : "Request [%s] is answered with the key otherwise than without it, places [%d]"
                        .formatted(
                                comparison.request(), comparison.differences().size());
        return lines(Stream.of(
                Optional.of(heading),
                rows(comparison.differences()),
                Optional.of(comparison.varying())
                        .filter(places -> !places.isEmpty())
                        .map(places -> "Values that vary by themselves were not compared: " + places),
                Optional.of(latency(comparison))));
    }

    private static String lines(Stream<Optional<String>> parts) {
        return String.join(
                System.lineSeparator(), parts.flatMap(Optional::stream).toList());
    }

    private static String latency(Comparison comparison) {
        return "Latency: baseline [%d ms] and [%d ms], with the key [%d ms]"
                .formatted(
                        comparison.baseline().took().toMillis(),
                        comparison.baselineAgain().took().toMillis(),
                        comparison.fork().took().toMillis());
    }

    private static Optional<String> rows(List<Difference> differences) {
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        List<Difference> shown = Stream.concat(
                        Stream.of(new Difference("place", "baseline", "with the key")),
                        differences.stream().limit(MOST_ROWS).map(ComparisonTable::shortened))
                .toList();
        int places = width(shown, Difference::place);
        int baselines = width(shown, Difference::baseline);
        String form = "  %-" + places + "s  %-" + baselines + "s  %s";
        Stream<Optional<String>> rows =
                shown.stream().map(row -> Optional.of(form.formatted(row.place(), row.baseline(), row.fork())));
        int left = differences.size() - MOST_ROWS;
        return Optional.of(lines(Stream.concat(
                rows, Stream.of(left > 0 ? Optional.of("  and [%d] more".formatted(left)) : Optional.empty()))));
    }

    private static int width(List<Difference> rows, Function<Difference, String> column) {
        return rows.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    /** Of long values that begin alike, what they differ by may be far behind. */
    private static Difference shortened(Difference difference) {
        String baseline = difference.baseline();
        String fork = difference.fork();
        int from =
                Math.max(baseline.length(), fork.length()) <= WIDTH ? 0 : Math.max(0, common(baseline, fork) - BEFORE);
        return new Difference(difference.place(), cut(baseline, from), cut(fork, from));
    }

    private static int common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String cut(String value, int from) {
        String rest = from > 0 ? CUT + value.substring(from) : value;
        return rest.length() > WIDTH ? rest.substring(0, WIDTH - 1) + CUT : rest;
    }
}

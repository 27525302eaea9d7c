// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One line of Prometheus' text format.
 *
 * @param name the metric
 * @param text the labels as they stand there
 * @param labels the labels, their values still escaped
 * @param value the value, without a fraction
 */
public record MetricSample(String name, String text, Map<String, String> labels, long value) {

    /** Reads those lines of a page whose metric is wanted; a page can have megabytes of others. */
    public static List<MetricSample> of(String page, Predicate<String> wanted) {
        return page.lines()
                .filter(line -> wanted.test(metric(line)))
                .map(MetricSample::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String metric(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        return line.substring(0, end);
    }

    /** Without a regular expression: a label can hold a header of many kilobytes, too long for the stack of one. */
    private static Optional<MetricSample> read(String line) {
        String name = metric(line);
        Map<String, String> labels = new HashMap<>();
        boolean labelled = line.startsWith("{", name.length());
        int end = labelled ? labels(line, name.length() + 1, labels) : name.length();
        String[] rest = line.substring(Math.min(end + 1, line.length())).strip().split("\\s+", 2);
        return rest[0].isEmpty()
                ? Optional.empty()
                : Optional.of(new MetricSample(
                        name, labelled ? line.substring(name.length() + 1, end) : "", Map.copyOf(labels), (long)
                                Double.parseDouble(rest[0])));
    }

    /** Returns where the brace is that closes the labels. */
    private static int labels(String line, int from, Map<String, String> labels) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '}') {
            int value = line.indexOf("=\"", at) + 2;
            int quote = value < 2 ? line.length() : closingQuote(line, value);
            if (quote < line.length()) {
                labels.put(line.substring(at, value - 2).strip(), line.substring(value, quote));
            }
            at = line.startsWith(",", quote + 1) ? quote + 2 : quote + 1;
        }
        return Math.min(at, line.length());
    }

    private static int closingQuote(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length());
    }

    /** Returns the value of a label, or an empty text. */
    public String label(String label) {
        return labels.getOrDefault(label, "");
    }

    /** Returns whether a label has a value. */
    public boolean has(String label, String expected) {
        return expected.equals(labels.get(label));
    }
}

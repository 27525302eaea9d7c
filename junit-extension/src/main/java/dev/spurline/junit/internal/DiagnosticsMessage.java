// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words what a sandbox looked like when something failed: as many lines as a person reads, the last of which names the files. */
final class DiagnosticsMessage {

    static final int MOST_LINES = 25;

    private DiagnosticsMessage() {}

    /**
     * Words it.
     *
     * @param title which sandbox it is, a line
     * @param summary states of forks and containers
     * @param undecided what could not be told of the forks that served the test
     * @param files what was written; the whole summary is among it
     */
    static String of(String title, String summary, Optional<String> undecided, PublishedFiles files) {
        List<String> end =
                new ArrayList<>(undecided.stream().flatMap(String::lines).toList());
        end.add(
                files.paths().isEmpty()
                        ? "Plan, logs and events are not written, because this JUnit has no output directory"
                        : "Files in " + files.names());
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.addAll(first(summary.stripTrailing().lines().toList(), MOST_LINES - 1 - end.size()));
        lines.addAll(end);
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> first(List<String> lines, int most) {
        if (lines.size() <= most) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, most - 1));
        first.add("  … and [%d] more lines in summary.txt".formatted(lines.size() - first.size()));
        return first;
    }
}

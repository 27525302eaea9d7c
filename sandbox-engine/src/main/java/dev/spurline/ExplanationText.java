// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.Explanation.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation as text for a terminal: what becomes of the request first, then why nothing else decides. */
final class ExplanationText {

    private static final int MOST_PASSED = 14;
    private static final int MOST_UNKNOWN = 4;
    private static final int MOST_DESTINATIONS = 3;

    private final Explanation explanation;

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
    }

    String lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(explanation.request(), outcome()));
        lines.add("  " + decision());
        List<String> shares = explanation.destinations().size() > 1
                ? explanation.destinations().stream().map(this::share).toList()
                : List.of();
        lines.addAll(limited("", shares, MOST_DESTINATIONS));
        List<String> passed = explanation.passed().stream()
                .map(rule -> "%s: %s".formatted(rule.rule(), rule.reason()))
                .toList();
        lines.addAll(limited("passed over:", passed, MOST_PASSED));
        lines.addAll(limited("not known:", explanation.unknown(), MOST_UNKNOWN));
        return String.join("\n", lines);
    }

    private String outcome() {
        List<Destination> all = explanation.destinations();
        if (explanation.status().isPresent()) {
            String problems = all.stream()
                    .map(Destination::problem)
                    .filter(problem -> !problem.isEmpty())
                    .distinct()
                    .collect(Collectors.joining("; "));
            return "the proxy answers [%d]%s"
                    .formatted(explanation.status().getAsInt(), problems.isEmpty() ? "" : ", because " + problems);
        }
        return all.size() == 1 ? target(all.get(0)) : "one of %d Services".formatted(all.size());
    }

    private static String target(Destination destination) {
        return destination.workloads().isEmpty()
                ? destination.toString()
                : "%s, workloads %s".formatted(destination, destination.workloads());
    }

    private String decision() {
        return explanation
                .winner()
                .map(rule -> "by %s%s, which %s"
                        .formatted(
                                rule,
                                rule.name().isEmpty() ? "" : ", route [%s]".formatted(rule.name()),
                                explanation.reason()))
                .orElse(explanation.reason());
    }

    private String share(Destination destination) {
        int sum = explanation.destinations().stream()
                .mapToInt(Destination::weight)
                .sum();
        return "weight [%d] of [%d]: %s%s"
                .formatted(
                        destination.weight(),
                        sum,
                        target(destination),
                        destination.problem().isEmpty() ? "" : ", " + destination.problem());
    }

    private static List<String> limited(String title, List<String> entries, int most) {
        List<String> lines = new ArrayList<>();
        if (!entries.isEmpty() && !title.isEmpty()) {
            lines.add("  " + title);
        }
        entries.stream().limit(most).forEach(entry -> lines.add("    " + entry));
        if (entries.size() > most) {
            lines.add("    and %d more".formatted(entries.size() - most));
        }
        return lines;
    }
}

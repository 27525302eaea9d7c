// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown, short enough for a job's summary or a comment, with a Mermaid graph where there are few forks. */
final class SummaryMarkdown {

    /** How each begins. */
    static final String TITLE = "## Spurline: ";

    /** With more forks the graph is no longer read at a glance. */
    private static final int MOST_FORKS = 8;

    private static final int LONGEST_MESSAGE = 600;

    private static final int MOST_FAILURES = 20;

    private final ReportPage page;
    private final List<String> lines = new ArrayList<>();

    SummaryMarkdown(RunReport report) {
        this.page = new ReportPage(report);
    }

    String print() {
        lines.add(TITLE + page.verdict());
        lines.add("");
        lines.add(page.figures().stream()
                .map(figure -> "**%s** %s".formatted(figure.value(), figure.name()))
                .collect(Collectors.joining(" · ")));
        addTable();
        addGraph();
        addFailures();
        return String.join("\n", lines) + "\n";
    }

    private void addTable() {
        lines.add("");
        lines.add("| sandbox | fork | image | served | open after |");
        lines.add("|---|---|---|---|---|");
        for (SandboxView view : page.sandboxes()) {
            ReportedSandbox sandbox = view.sandbox();
            if (sandbox.forks().isEmpty()) {
                lines.add("| %s | not opened | | | |".formatted(cell(view.name())));
            }
            for (ReportedFork fork : sandbox.forks()) {
                lines.add("| %s | %s | %s | %s | %s |"
                        .formatted(
                                cell(name(view)),
                                cell(fork.title()),
                                cell(fork.image()),
                                cell(TopologyLayout.served(fork, sandbox)),
                                ReportText.duration(sandbox.opened())));
            }
        }
    }

    private static String name(SandboxView view) {
        return view.kept().stream()
                .findFirst()
                .map(kept -> "%s, kept until %s".formatted(view.name(), view.until(kept)))
                .orElse(view.name());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\R", " ");
    }

    private void addGraph() {
        List<ReportedSandbox> sandboxes =
                page.sandboxes().stream().map(SandboxView::sandbox).toList();
        long forks =
                sandboxes.stream().mapToLong(sandbox -> sandbox.forks().size()).sum();
        if (forks == 0 || forks > MOST_FORKS) {
            return;
        }
        lines.addAll(List.of("", "```mermaid", "flowchart LR"));
        int number = 0;
        for (ReportedSandbox sandbox : sandboxes) {
            for (ReportedFork fork : sandbox.forks()) {
                number++;
                lines.add("    t%d[\"%s\"] ==>|key %s| f%d[\"%s<br/>%s\"]"
                        .formatted(
                                number,
                                node(ReportText.simple(sandbox.owner())),
                                sandbox.key(),
                                number,
                                node(fork.name()),
                                node(TopologyLayout.served(fork, sandbox))));
                lines.add("    o[\"everybody else\"] --> b%s[\"%s<br/>baseline\"]"
                        .formatted(number, node(fork.workload())));
            }
        }
        lines.add("```");
    }

    private static String node(String text) {
        return text.replace("\"", "#quot;").replace("<", "#lt;");
    }

    private void addFailures() {
        List<SandboxView.Failure> failures =
                page.failed().stream().flatMap(view -> view.failures().stream()).toList();
        failures.stream().limit(MOST_FAILURES).forEach(this::addFailure);
        if (failures.size() > MOST_FAILURES) {
            lines.addAll(List.of("", "and %d more".formatted(failures.size() - MOST_FAILURES)));
        }
    }

    private void addFailure(SandboxView.Failure failure) {
        lines.add("");
        lines.add("**" + cell(failure.what()) + "**");
        lines.add("");
        String message = failure.failure().message();
        String told =
                message.length() > LONGEST_MESSAGE ? ReportText.beginning(message, LONGEST_MESSAGE) + "…" : message;
        told.lines().forEach(line -> lines.add("    " + line));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The page of a report: one file that loads nothing. Its template is src/main/jte/page.jte. */
public final class ReportPage {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, ReportPage.class.getClassLoader(), "dev.spurline.report.templates");

    /**
     * What a colour of a bar stands for.
     *
     * @param kind a class of the page's style
     */
    public record Colour(String kind, String name) {}

    /** What the colours of bars stand for. */
    public static final List<Colour> COLOURS = Stream.concat(
                    Stream.of("plan", "anchor", "network", "pod", "ready", "route", "live")
                            .map(step -> new Colour("step-" + step, step)),
                    Stream.of(
                            new Colour("passed", "test passed"),
                            new Colour("failed", "failed"),
                            new Colour("step-closing", "closing")))
            .toList();

    private final RunReport report;
    private final List<SandboxView> sandboxes = new ArrayList<>();

    ReportPage(RunReport report) {
        this.report = report;
        report.sandboxes().forEach(sandbox -> sandboxes.add(SandboxView.of(sandbox, sandboxes.size() + 1)));
    }

    String print() {
        StringOutput out = new StringOutput();
        TEMPLATES.render("page.jte", this, out);
        return out.toString();
    }

    public List<SandboxView> sandboxes() {
        return sandboxes;
    }

    /** Returns the sandboxes in which something failed. */
    public List<SandboxView> failed() {
        return sandboxes.stream().filter(view -> !view.failures().isEmpty()).toList();
    }

    /** Returns the common axis of all sandboxes. */
    public TimelineLayout time() {
        return TimelineLayout.of(report.sandboxes());
    }

    /** Returns a row of the common axis for each sandbox. */
    public List<TimelineLayout.Row> rows() {
        TimelineLayout time = time();
        return sandboxes.stream()
                .map(view -> time.row(view.sandbox(), view.anchor()))
                .toList();
    }

    /**
     * A figure of the whole run.
     *
     * @param value the figure
     * @param name what it counts
     * @param kind {@code good}, {@code bad} or {@code plain}
     */
    public record Figure(String value, String name, String kind) {}

    /** Returns the figures of the whole run. */
    public List<Figure> figures() {
        long failed = tests("FAILED");
        long other = report.tests().count() - tests("PASSED") - failed;
        long reached = forks(ForkReach.REACHED);
        long unreached = forks(ForkReach.UNREACHED);
        long unknown = forks(ForkReach.UNKNOWN);
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(String.valueOf(sandboxes.size()), sandboxes.size() == 1 ? "sandbox" : "sandboxes", "plain"),
                new Figure(
                        reached + " of " + (reached + unreached + unknown),
                        "forks reached",
                        unreached > 0 ? "bad" : unknown > 0 ? "plain" : "good"),
                new Figure(String.valueOf(tests("PASSED")), "tests passed", "good"),
                new Figure(String.valueOf(failed), "tests failed", failed == 0 ? "plain" : "bad")));
        if (unknown > 0) {
            figures.add(2, new Figure(String.valueOf(unknown), "not known whether reached", "plain"));
        }
        if (other > 0) {
            figures.add(new Figure(String.valueOf(other), "tests aborted", "plain"));
        }
        figures.add(new Figure(longest(report.sandboxes().map(ReportedSandbox::opened)), "slowest opening", "plain"));
        figures.add(new Figure(
                longest(report.sandboxes()
                        .flatMap(sandbox -> Stream.ofNullable(sandbox.closing()))
                        .map(ReportedStep::took)),
                "slowest closing",
                "plain"));
        return figures;
    }

    private long tests(String outcome) {
        return report.tests().filter(test -> test.outcome().equals(outcome)).count();
    }

    private long forks(ForkReach reach) {
        return report.sandboxes()
                .flatMap(sandbox -> sandbox.forks().stream().filter(fork -> ForkReach.of(fork, sandbox) == reach))
                .count();
    }

    private static String longest(Stream<Long> times) {
        return ReportText.duration(times.max(Long::compare).orElse(0L));
    }

    /** Returns when the run began. */
    public String moment() {
        return report.jvms().isEmpty()
                ? ""
                : ReportText.moment(report.jvms().get(0).began());
    }

    /** Returns a moment, for people. */
    public String moment(long millis) {
        return ReportText.moment(millis);
    }

    /** Returns the JVMs of the run. */
    public List<JvmReport> jvms() {
        return report.jvms();
    }

    /** Returns {@code passed} or {@code failed}. */
    public String verdict() {
        return failed().isEmpty() ? "passed" : "failed";
    }
}

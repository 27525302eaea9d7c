// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out bars on a common axis of time: positions and widths are percentages of it. */
public final class TimelineLayout {

    /** The narrowest bar that can be seen, in percent. */
    private static final double NARROWEST = 0.3;

    private final long from;
    private final long to;

    /**
     * A stretch of time.
     *
     * @param left where it begins, in percent
     * @param width how long it is, in percent
     * @param kind what it is, as a class of the page's style
     * @param text what it is, for people
     */
    public record Bar(String left, String width, String kind, String text) {}

    /**
     * A sandbox on the axis.
     *
     * @param name for whom it was opened
     * @param anchor where the page tells more of it
     * @param bars opening, tests and closing
     */
    public record Row(String name, String anchor, List<Bar> bars) {

        /** Returns the bars in words. */
        public String label() {
            return name + ": " + bars.stream().map(Bar::text).collect(Collectors.joining(", "));
        }
    }

    private TimelineLayout(long from, long to) {
        this.from = from;
        this.to = Math.max(to, from + 1);
    }

    static TimelineLayout of(Stream<ReportedSandbox> sandboxes) {
        List<ReportedSandbox> all = sandboxes.toList();
        return new TimelineLayout(
                all.stream().mapToLong(ReportedSandbox::began).min().orElse(0),
                all.stream().mapToLong(TimelineLayout::end).max().orElse(0));
    }

    private static long end(ReportedSandbox sandbox) {
        long opened = sandbox.began() + sandbox.opened();
        long tests = sandbox.classes().stream()
                .flatMap(owner -> owner.tests().stream())
                .mapToLong(test -> test.began() + test.took())
                .max()
                .orElse(opened);
        ReportedStep closing = sandbox.closing();
        return Math.max(Math.max(opened, tests), closing == null ? 0 : closing.began() + closing.took());
    }

    Row row(ReportedSandbox sandbox, String anchor) {
        return new Row(ReportText.simple(sandbox.owner()), anchor, bars(sandbox));
    }

    private List<Bar> bars(ReportedSandbox sandbox) {
        List<Bar> bars = new ArrayList<>();
        if (sandbox.steps().isEmpty()) {
            bars.add(bar(
                    sandbox.began(),
                    sandbox.opened(),
                    sandbox.failure() == null || !sandbox.key().isEmpty() ? "step-plan" : "failed",
                    "opening"));
        }
        sandbox.steps().forEach(step -> bars.add(bar(step.began(), step.took(), "step-" + step.name(), step.name())));
        sandbox.classes().stream()
                .flatMap(owner -> owner.tests().stream())
                .forEach(test -> bars.add(bar(test.began(), test.took(), kind(test), test.name())));
        ReportedStep closing = sandbox.closing();
        if (closing != null) {
            bars.add(bar(closing.began(), closing.took(), "step-closing", "closing"));
        }
        return bars;
    }

    private static String kind(ReportedTest test) {
        return switch (test.outcome()) {
            case "PASSED" -> "passed";
            case "FAILED" -> "failed";
            default -> "aborted";
        };
    }

    private Bar bar(long began, long took, String kind, String name) {
        double left = Math.max(0, 100.0 * (began - from) / (to - from));
        double width = Math.max(NARROWEST, 100.0 * took / (to - from));
        return new Bar(
                percent(Math.min(left, 100 - NARROWEST)),
                percent(Math.min(width, 100 - Math.min(left, 100 - NARROWEST))),
                kind,
                name + ": " + ReportText.duration(took));
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Returns how long the axis is, for people. */
    public String length() {
        return ReportText.duration(to - from);
    }
}

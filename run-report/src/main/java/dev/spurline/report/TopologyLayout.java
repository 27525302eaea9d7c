// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lays out where the requests of a sandbox go: tests and everybody else above, callers below, then each fork beside its
 * baseline. It is as wide as the screen of a phone, in its own units.
 */
public final class TopologyLayout {

    /** The width in units; the height is {@link #height()}. */
    public static final int WIDTH = 360;

    private static final int LEFT = 22;
    private static final int HALF = 162;
    private static final int GAP = 12;
    private static final int FULL = 2 * HALF + GAP;
    private static final int RIGHT = LEFT + HALF + GAP;
    private static final int LINE = 15;
    private static final int PADDING = 9;
    private static final int ROOM = 30;
    private static final int FIT_HALF = 22;
    private static final int FIT_FULL = 48;
    private static final int KEYED_RAIL = 14;
    private static final int PLAIN_RAIL = 7;

    private final List<Box> boxes = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final ReportedSandbox sandbox;
    private int y = 4;

    /**
     * A box with lines of text, the first of them its name.
     *
     * @param kind {@code senders}, {@code others}, {@code callers}, {@code route}, {@code baseline}, {@code fork}, {@code
     *     unreached} or {@code unknown}
     */
    public record Box(int x, int y, int width, int height, String kind, List<Label> texts, String title) {}

    /**
     * A way of requests.
     *
     * @param path as SVG has it
     * @param kind {@code keyed} or {@code plain}
     */
    public record Line(String path, String kind) {}

    /** A text and where it begins. */
    public record Label(int x, int y, String text, String kind) {}

    TopologyLayout(ReportedSandbox sandbox) {
        this.sandbox = sandbox;
        int sources = y;
        int tests = box(LEFT, HALF, "senders", tests());
        int others = box(RIGHT, HALF, "others", List.of("everybody else", "requests without key"));
        y = Math.max(tests, others) + ROOM;
        down(LEFT + HALF / 2, tests, y, "keyed");
        down(RIGHT + HALF / 2, others, y, "plain");
        int callers = y;
        int end = box(LEFT, FULL, "callers", callers());
        labels.add(new Label(LEFT + HALF / 2 + 8, sources + tests - 4 + 20, "key " + sandbox.key(), "keyed"));
        y = end + ROOM;
        sandbox.forks().forEach(fork -> place(fork, callers + PADDING + LINE));
    }

    private List<String> tests() {
        long tests = sandbox.classes().stream()
                .mapToLong(owner -> owner.tests().size())
                .sum();
        return List.of(
                sandbox.classes().size() > 1
                        ? sandbox.classes().size() + " classes"
                        : ReportText.simple(sandbox.owner()),
                ReportText.count(tests, "test"));
    }

    private List<String> callers() {
        List<String> lines = new ArrayList<>(List.of("callers"));
        StringBuilder line = new StringBuilder();
        for (String caller : names()) {
            if (line.length() > 0 && line.length() + caller.length() + 2 > FIT_FULL) {
                lines.add(line + ",");
                line.setLength(0);
            }
            line.append(line.length() > 0 ? ", " : "").append(caller);
        }
        lines.add(line.length() == 0 ? "the test itself, through a port-forward" : line.toString());
        return lines;
    }

    private List<String> names() {
        String own = sandbox.namespace() + "/";
        return sandbox.callers().stream()
                .map(name -> name.startsWith(own) ? name.substring(own.length()) : name)
                .toList();
    }

    private void place(ReportedFork fork, int callers) {
        List<ReportedRoute> routes = sandbox.routes().stream()
                .filter(route -> fork.services().contains(route.service()))
                .toList();
        int top = y;
        rail(KEYED_RAIL, callers, top + PADDING + 4, "keyed");
        rail(PLAIN_RAIL, callers + 6, top + PADDING + 12, "plain");
        int end = box(LEFT, FULL, "route", route(fork, routes));
        y = end + ROOM;
        down(LEFT + HALF / 2, end, y, "plain");
        down(RIGHT + HALF / 2, end, y, "keyed");
        labels.add(new Label(LEFT + HALF / 2 + 8, end + 18, "no key", "plain"));
        labels.add(new Label(RIGHT + HALF / 2 + 8, end + 18, "key", "keyed"));
        int baseline = box(LEFT, HALF, "baseline", List.of(fork.workload(), "baseline, untouched"));
        int copy = box(RIGHT, HALF, kind(fork), copy(fork));
        y = Math.max(baseline, copy) + GAP;
    }

    private static List<String> route(ReportedFork fork, List<ReportedRoute> routes) {
        return List.of(
                "Service " + (fork.services().isEmpty() ? fork.workload() : String.join(", ", fork.services())),
                routes.isEmpty()
                        ? "no route is written for it"
                        : routes.stream().map(ReportedRoute::object).collect(Collectors.joining(", ")));
    }

    private List<String> copy(ReportedFork fork) {
        return fork.owner().isEmpty()
                ? List.of(fork.name(), served(fork, sandbox))
                : List.of(fork.name(), served(fork, sandbox), fork.owner());
    }

    private String kind(ReportedFork fork) {
        return switch (ForkReach.of(fork, sandbox)) {
            case REACHED -> "fork";
            case UNREACHED -> "unreached";
            case UNKNOWN -> "unknown";
        };
    }

    /** Returns what a fork served, for people. */
    static String served(ReportedFork fork, ReportedSandbox sandbox) {
        return switch (ForkReach.of(fork, sandbox)) {
            case REACHED -> "served " + ReportText.count(ForkReach.served(fork, sandbox), "request");
            case UNREACHED -> "served no request";
            case UNKNOWN -> "served: not known";
        };
    }

    private int box(int x, int width, String kind, List<String> texts) {
        int height = 2 * PADDING + texts.size() * LINE - 3;
        List<Label> inside = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            inside.add(new Label(
                    x + PADDING,
                    y + PADDING + 9 + i * LINE,
                    ReportText.shortened(texts.get(i), width == FULL ? FIT_FULL : FIT_HALF),
                    i == 0 ? "name" : "more"));
        }
        boxes.add(new Box(x, y, width, height, kind, inside, String.join(", ", texts)));
        return y + height;
    }

    private void down(int x, int from, int to, String kind) {
        lines.add(new Line("M %d %d V %d".formatted(x, from, to - 5), kind));
    }

    /** From the side of the callers along the margin to what is below. */
    private void rail(int x, int from, int to, String kind) {
        lines.add(new Line("M %d %d H %d V %d H %d".formatted(LEFT, from, x, to, LEFT - 5), kind));
    }

    public List<Box> boxes() {
        return boxes;
    }

    public List<Line> lines() {
        return lines;
    }

    public List<Label> labels() {
        return labels;
    }

    /** Returns the height in units. */
    public int height() {
        return y;
    }

    /** Returns the picture in a sentence, for those who do not see it. */
    public String description() {
        return sandbox.forks().stream()
                .map(fork ->
                        "Requests with the key %s to %s go to the fork %s%s, which %s; all others go to the baseline."
                                .formatted(
                                        sandbox.key(),
                                        fork.services().isEmpty()
                                                ? fork.workload()
                                                : String.join(", ", fork.services()),
                                        fork.name(),
                                        fork.owner().isEmpty() ? "" : " of " + fork.owner(),
                                        served(fork, sandbox)))
                .collect(Collectors.joining(" "));
    }
}

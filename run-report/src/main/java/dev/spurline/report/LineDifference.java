// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;

/** Compares texts line by line, as a longest common subsequence of their lines. */
public final class LineDifference {

    /** Of longer texts, without what they begin and end with alike, only that they differ is told. */
    private static final int MOST_LINES = 2_000;

    /** How many lines that did not change are told before and after one that did. */
    private static final int AROUND = 3;

    private final List<String> old;
    private final List<String> young;
    private final int[][] common;

    private LineDifference(List<String> old, List<String> young) {
        this.old = old;
        this.young = young;
        this.common = new int[old.size() + 1][young.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = young.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(young.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
    }

    /**
     * Compares two texts.
     *
     * @return the lines as {@link ReportedFork#difference()} tells them; none if the texts are the same
     */
    public static List<String> between(String old, String young) {
        return between(old.lines().toList(), young.lines().toList());
    }

    private static List<String> between(List<String> old, List<String> young) {
        int shorter = Math.min(old.size(), young.size());
        int head = 0;
        while (head < shorter && old.get(head).equals(young.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && last(old, tail).equals(last(young, tail))) {
            tail++;
        }
        return between(old, young, head, tail);
    }

    private static String last(List<String> lines, int before) {
        return lines.get(lines.size() - 1 - before);
    }

    private static List<String> between(List<String> old, List<String> young, int head, int tail) {
        List<String> removed = old.subList(head, old.size() - tail);
        List<String> added = young.subList(head, young.size() - tail);
        if (removed.size() > MOST_LINES || added.size() > MOST_LINES) {
            return List.of("@ %d lines and %d lines differ".formatted(removed.size(), added.size()));
        }
        List<String> lines = new ArrayList<>();
        old.subList(0, head).forEach(line -> lines.add(" " + line));
        lines.addAll(new LineDifference(removed, added).lines());
        old.subList(old.size() - tail, old.size()).forEach(line -> lines.add(" " + line));
        return shortened(lines);
    }

    /** Returns what a line of a difference is, as a class of the page's style. */
    public static String kind(String line) {
        return switch (line.charAt(0)) {
            case '+' -> "added";
            case '-' -> "removed";
            case '@' -> "left";
            default -> "same";
        };
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < young.size()) {
            if (i < old.size() && j < young.size() && old.get(i).equals(young.get(j))) {
                lines.add(" " + old.get(i++));
                j++;
            } else if (j == young.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + old.get(i++));
            } else {
                lines.add("+" + young.get(j++));
            }
        }
        return lines;
    }

    private static List<String> shortened(List<String> lines) {
        List<String> kept = new ArrayList<>();
        boolean left = false;
        for (int i = 0; i < lines.size(); i++) {
            boolean near = lines.subList(Math.max(0, i - AROUND), Math.min(lines.size(), i + AROUND + 1)).stream()
                    .anyMatch(line -> !line.startsWith(" "));
            if (near) {
                kept.add(lines.get(i));
            } else if (!left) {
                kept.add("@");
            }
            left = !near;
        }
        return kept.equals(List.of("@")) ? List.of() : List.copyOf(kept);
    }
}

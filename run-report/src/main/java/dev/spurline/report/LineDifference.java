// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;

/** Compares texts line by line, as a longest common subsequence of their lines. */
public final class LineDifference {

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
        return shortened(new LineDifference(old.lines().toList(), young.lines().toList()).lines());
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

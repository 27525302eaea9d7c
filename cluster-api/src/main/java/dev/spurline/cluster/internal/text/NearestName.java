// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class NearestName {

    private NearestName() {}

    /** Returns the closest of the names, or empty if none is close enough to be a slip of the pen. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return ranked(typed, names).stream().filter(name -> close(typed, name)).findFirst();
    }

    /** Returns the closest of the names if it differs by single letters only: a name that is part of another is none. */
    public static Optional<String> misspelt(String typed, Collection<String> names) {
        return ranked(typed, names).stream()
                .filter(name -> differsLittle(typed, name))
                .findFirst();
    }

    /** Returns up to so many names, closest first. */
    public static List<String> ranked(String typed, Collection<String> names, int limit) {
        return ranked(typed, names).stream().limit(limit).toList();
    }

    private static List<String> ranked(String typed, Collection<String> names) {
        return names.stream()
                .distinct()
                .sorted(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static boolean close(String typed, String name) {
        return differsLittle(typed, name)
                || (typed.length() > 2 && name.contains(typed))
                || (name.length() > 2 && typed.contains(name));
    }

    private static boolean differsLittle(String typed, String name) {
        return distance(typed, name) <= Math.max(2, Math.max(typed.length(), name.length()) / 3);
    }

    /** Counts insertions, deletions, replacements and swaps of neighbours, whatever the case of letters. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cell(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cell(String a, String b, int i, int j, int[][] cost) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}

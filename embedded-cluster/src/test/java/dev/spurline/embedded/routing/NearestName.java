// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody may have meant. */
final class NearestName {

    private static final int FAR = 3;

    private NearestName() {}

    /** Returns {@code ", did you mean [name]?"}, or nothing if no name is near. */
    static String hint(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(written, name) < Math.min(FAR, Math.max(2, name.length() - 1)))
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .map(name -> ", did you mean [" + name + "]?")
                .orElse("");
    }

    /** How many letters have to change: Levenshtein's distance, without regard to case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

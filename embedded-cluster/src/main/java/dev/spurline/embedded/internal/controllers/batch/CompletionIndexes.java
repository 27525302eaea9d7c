// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Completion indexes as a Job's status writes them: {@code 0-2,5}.
 *
 * <p>Source: {@code pkg/controller/job/indexed_job_utils.go} (orderedIntervals).
 */
final class CompletionIndexes {

    private CompletionIndexes() {}

    static Set<Integer> parse(@Nullable String text) {
        Set<Integer> indexes = new TreeSet<>();
        if (text != null && !text.isEmpty()) {
            for (String range : text.split(",", -1)) {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                for (int index = first; index <= last; index++) {
                    indexes.add(index);
                }
            }
        }
        return indexes;
    }

    static String format(Collection<Integer> indexes) {
        List<String> ranges = new ArrayList<>();
        int first = -2;
        int last = -2;
        for (int index : new TreeSet<>(indexes)) {
            if (index != last + 1) {
                add(ranges, first, last);
                first = index;
            }
            last = index;
        }
        add(ranges, first, last);
        return String.join(",", ranges);
    }

    private static void add(List<String> ranges, int first, int last) {
        if (first >= 0) {
            String separator = last == first + 1 ? "," : "-";
            ranges.add(last == first ? Integer.toString(first) : first + separator + last);
        }
    }
}

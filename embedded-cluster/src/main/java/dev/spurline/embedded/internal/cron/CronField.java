// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One of the five fields of a schedule.
 *
 * @param least the smallest value
 * @param most the greatest value
 * @param names of values, by which they may be called, too; empty for those that have none
 */
record CronField(int least, int most, List<String> names) {

    static final CronField MINUTE = new CronField(0, 59, List.of());
    static final CronField HOUR = new CronField(0, 23, List.of());
    static final CronField DAY_OF_MONTH = new CronField(1, 31, List.of());
    static final CronField MONTH = new CronField(
            1, 12, List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    static final CronField DAY_OF_WEEK = new CronField(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    /**
     * Returns the values that a text means.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    BitSet values(String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            if (!part.isEmpty()) {
                add(part, values);
            }
        }
        return values;
    }

    private void add(String part, BitSet values) {
        String[] rangeAndStep = part.split("/", -1);
        String[] ends = rangeAndStep[0].split("-", -1);
        boolean all = ends[0].equals("*") || ends[0].equals("?");
        long first = all ? least : value(ends[0]);
        long last = all ? most : ends.length == 1 ? first : value(ends[1]);
        require(all || ends.length <= 2, "too many hyphens: " + part);
        long step = rangeAndStep.length == 1 ? 1 : number(rangeAndStep[1]);
        require(rangeAndStep.length <= 2, "too many slashes: " + part);
        if (rangeAndStep.length == 2 && ends.length == 1) {
            last = most;
        }
        require(first >= least, "beginning of range (%d) below minimum (%d): %s".formatted(first, least, part));
        require(last <= most, "end of range (%d) above maximum (%d): %s".formatted(last, most, part));
        require(first <= last, "beginning of range (%d) beyond end of range (%d): %s".formatted(first, last, part));
        require(step > 0, "step of range should be a positive number: " + part);
        for (long value = first; value <= last; value += step) {
            values.set((int) value);
        }
    }

    private long value(String text) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        return named >= 0 && !text.isEmpty() ? named : number(text);
    }

    private static long number(String text) {
        boolean digits = text.matches("[+-]?\\d+");
        String problem = digits ? "value out of range" : "invalid syntax";
        require(
                digits && text.length() < 19,
                "failed to parse int from %s: strconv.Atoi: parsing \"%s\": %s".formatted(text, text, problem));
        long number = Long.parseLong(text);
        require(number >= 0, "negative number (%d) not allowed: %s".formatted(number, text));
        return number;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

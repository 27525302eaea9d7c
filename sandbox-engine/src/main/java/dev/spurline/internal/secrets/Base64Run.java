// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text that may be Base64, of the standard or the URL-safe alphabet, and what it says when it is read from one of
 * its first characters on: what stands before it, such as {@code path/}, may be of the same alphabet.
 *
 * @param start where in the text the reading begins
 * @param octets what it says, a character for each octet
 */
record Base64Run(int start, String octets) {

    private static final int BITS = 6;
    private static final int OCTET = 8;

    /** Of four octets, the shortest secret that is looked for, without padding. */
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{6,}");

    /** Returns the readings of all such parts of a text. */
    static List<Base64Run> in(String text) {
        List<Base64Run> readings = new ArrayList<>();
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            // Every fourth character begins an octet.
            for (int skipped = 0; skipped < 4; skipped++) {
                int start = run.start() + skipped;
                readings.add(new Base64Run(start, decoded(text, start, run.end())));
            }
        }
        return readings;
    }

    private static String decoded(String text, int start, int end) {
        StringBuilder octets = new StringBuilder((end - start) * BITS / OCTET);
        int bits = 0;
        int have = 0;
        for (int i = start; i < end; i++) {
            bits = bits << BITS | value(text.charAt(i));
            have += BITS;
            if (have >= OCTET) {
                have -= OCTET;
                octets.append((char) (bits >> have & 0xFF));
                bits &= (1 << have) - 1;
            }
        }
        return octets.toString();
    }

    private static int value(char letter) {
        return switch (letter) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> letter >= 'a' ? letter - 'a' + 26 : letter >= 'A' ? letter - 'A' : letter - '0' + 52;
        };
    }

    /** Returns where in the text the first character stands that says something of an octet. */
    int startOf(int octet) {
        return start + octet * OCTET / BITS;
    }

    /** Returns where in the text the last character ends that says something of the octets before this one. */
    int endOf(int octet) {
        return start + (octet * OCTET + BITS - 1) / BITS;
    }
}

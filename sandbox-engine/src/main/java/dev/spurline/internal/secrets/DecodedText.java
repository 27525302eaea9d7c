// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A text as somebody reads it who decodes it, such as {@code a&b} for {@code a%26b}, and where in the original each of its
 * characters stands.
 */
final class DecodedText {

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private DecodedText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    private static DecodedText plain(String text) {
        int[] starts = new int[text.length()];
        int[] ends = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        return new DecodedText(text, starts, ends);
    }

    /**
     * Returns the text as it stands, and in all ways in which it can be decoded: without colours, each escape by itself, and
     * those of programs and addresses also within each other, as a URL in JSON in JSON has them.
     */
    static List<DecodedText> readings(String text) {
        List<DecodedText> readings = new ArrayList<>();
        readings.add(plain(text));
        readings.addAll(decoded(readings, List.of(EscapeForm.COLOUR)));
        List<DecodedText> once = decoded(readings, List.of(EscapeForm.values()));
        readings.addAll(once);
        readings.addAll(decoded(once, List.of(EscapeForm.BACKSLASH, EscapeForm.PERCENT)));
        return readings;
    }

    private static List<DecodedText> decoded(List<DecodedText> texts, List<EscapeForm> escapes) {
        List<DecodedText> decoded = new ArrayList<>();
        for (DecodedText text : texts) {
            for (EscapeForm escape : escapes) {
                DecodedText other = escape.in(text.text) ? text.decode(escape) : text;
                if (!other.text.equals(text.text)) {
                    decoded.add(other);
                }
            }
        }
        return decoded;
    }

    private DecodedText decode(EscapeForm escape) {
        StringBuilder result = new StringBuilder(text.length());
        int[] from = new int[text.length()];
        int[] to = new int[text.length()];
        Matcher found = escape.matcher(text);
        int at = 0;
        while (found.find()) {
            copy(at, found.start(), result, from, to);
            int length = result.length();
            result.append(escape.decoded(found));
            Arrays.fill(from, length, result.length(), starts[found.start()]);
            Arrays.fill(to, length, result.length(), ends[found.end() - 1]);
            at = found.end();
        }
        copy(at, text.length(), result, from, to);
        return new DecodedText(result.toString(), from, to);
    }

    private void copy(int begin, int end, StringBuilder result, int[] from, int[] to) {
        System.arraycopy(starts, begin, from, result.length(), end - begin);
        System.arraycopy(ends, begin, to, result.length(), end - begin);
        result.append(text, begin, end);
    }

    String text() {
        return text;
    }

    /** Returns where in the original a character begins. */
    int start(int index) {
        return starts[index];
    }

    /** Returns where in the original the characters before this index end. */
    int end(int index) {
        return ends[index - 1];
    }
}

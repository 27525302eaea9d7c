// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.util.regex.Pattern;

/** What a program says to people, made fit for one line of a message. */
final class PluginWords {

    private static final Pattern ESCAPES = Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007]*\u0007|.)");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final int LONGEST = 600;

    private PluginWords() {}

    /** Returns the words without colours and line breaks; of long ones the end, where programs say what is wrong. */
    static String of(String text) {
        String plain = plain(text);
        if (plain.isEmpty()) {
            return "nothing";
        }
        return "[%s]".formatted(plain.length() > LONGEST ? "… " + plain.substring(plain.length() - LONGEST) : plain);
    }

    /** Returns a text in one line, without what would colour a terminal. */
    static String plain(String text) {
        return BLANK.matcher(ESCAPES.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}

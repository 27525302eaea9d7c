// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.text;

/** Words of commands that are there to be pasted into a shell. */
public final class ShellWord {

    private ShellWord() {}

    /** Returns a text as one word: a context may be called anything. */
    public static String quoted(String text) {
        return text.matches("[A-Za-z0-9@:/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

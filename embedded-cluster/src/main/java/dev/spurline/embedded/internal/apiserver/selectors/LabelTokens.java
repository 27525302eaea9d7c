// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.selectors;

import java.util.Set;

/** Cuts a label selector into tokens; the empty string is its end. */
final class LabelTokens {

    private static final String SPECIAL = "=!(),<>";
    private static final Set<String> SYMBOLS = Set.of(")", ",", "!", "==", "=", ">", "!=", "(", "<");

    private final String text;
    private int position;

    LabelTokens(String text) {
        this.text = text;
    }

    static boolean isIdentifier(String token) {
        return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
    }

    String peek() {
        int before = position;
        String token = next();
        position = before;
        return token;
    }

    String next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return "";
        }
        return SPECIAL.indexOf(text.charAt(position)) >= 0 ? symbol() : identifier();
    }

    private String symbol() {
        int length = position + 2 <= text.length() && SYMBOLS.contains(text.substring(position, position + 2)) ? 2 : 1;
        position += length;
        return text.substring(position - length, position);
    }

    private String identifier() {
        int start = position;
        while (position < text.length()
                && SPECIAL.indexOf(text.charAt(position)) < 0
                && !Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }
}

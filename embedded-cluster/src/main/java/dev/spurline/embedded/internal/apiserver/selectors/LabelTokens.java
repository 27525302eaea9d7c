/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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

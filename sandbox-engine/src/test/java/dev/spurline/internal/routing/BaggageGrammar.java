// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

/**
 * Reads a header as the grammar of W3C Baggage says, character by character:
 * {@code list-member = key OWS "=" OWS value *( OWS ";" OWS property )}, members separated by {@code OWS "," OWS}.
 */
final class BaggageGrammar {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private BaggageGrammar(String text) {
        this.text = text;
    }

    /** Returns whether one member of the list has this key and value. */
    static boolean hasMember(String header, String key, String value) {
        BaggageGrammar grammar = new BaggageGrammar(header);
        boolean found = grammar.member(key, value);
        while (grammar.take(',')) {
            found |= grammar.member(key, value);
        }
        if (grammar.at != header.length()) {
            throw new IllegalArgumentException("Not baggage at " + grammar.at + ": " + header);
        }
        return found;
    }

    private boolean member(String key, String value) {
        spaces();
        String name = token();
        spaces();
        if (!take('=')) {
            throw new IllegalArgumentException("No = at " + at + ": " + text);
        }
        spaces();
        String content = octets();
        spaces();
        while (take(';')) {
            property();
        }
        return name.equals(key) && content.equals(value);
    }

    private void property() {
        spaces();
        token();
        spaces();
        if (take('=')) {
            spaces();
            octets();
            spaces();
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && tokenChar(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw new IllegalArgumentException("No token at " + at + ": " + text);
        }
        return text.substring(start, at);
    }

    private static boolean tokenChar(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private String octets() {
        int start = at;
        while (at < text.length() && octet(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean octet(char c) {
        return c == 0x21
                || (c >= 0x23 && c <= 0x2B)
                || (c >= 0x2D && c <= 0x3A)
                || (c >= 0x3C && c <= 0x5B)
                || (c >= 0x5D && c <= 0x7E);
    }

    private void spaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}

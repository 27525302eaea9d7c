// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Finds what is wrong with a text that is not JSON, and says it in the words of Go's parser. */
final class GoJson {

    private static final String TYPED =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private static final String VALUE = "looking for beginning of value";
    private static final String KEY = "looking for beginning of object key string";

    private final byte[] text;
    private int at;

    private GoJson(byte[] text) {
        this.text = text;
    }

    /** Returns the complaint about a text. */
    static String complaint(byte[] text) {
        try {
            new GoJson(text).readDocument();
            return "unexpected end of JSON input";
        } catch (GoJsonException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void readDocument() {
        readValue();
        skipSpace();
        if (at < text.length) {
            throw wrong("after top-level value");
        }
    }

    private void readValue() {
        switch (peek()) {
            case '{' -> readObject();
            case '[' -> readArray();
            case '"' -> readString();
            case 't' -> readLiteral("true");
            case 'f' -> readLiteral("false");
            case 'n' -> readLiteral("null");
            default -> readNumber();
        }
    }

    private void readObject() {
        at++;
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            if (peek() != '"') {
                throw wrong(KEY);
            }
            readString();
            if (peek() != ':') {
                throw wrong("after object key");
            }
            at++;
            readValue();
            if (!another('}', "after object key:value pair")) {
                return;
            }
        }
    }

    private void readArray() {
        at++;
        if (peek() == ']') {
            at++;
            return;
        }
        do {
            readValue();
        } while (another(']', "after array element"));
    }

    private boolean another(char close, String where) {
        int next = peek();
        if (next != ',' && next != close) {
            throw wrong(where);
        }
        at++;
        return next == ',';
    }

    private void readString() {
        at++;
        while (next() != '"') {
            if (text[at] == '\\') {
                at++;
            } else if (text[at] >= 0 && text[at] < ' ') {
                throw wrong("in string literal");
            }
            at++;
        }
        at++;
    }

    private void readLiteral(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (next() != word.charAt(i)) {
                throw wrong("in literal %s (expecting '%s')".formatted(word, word.charAt(i)));
            }
        }
    }

    private void readNumber() {
        int start = at;
        while (at < text.length && "+-.eE0123456789".indexOf(text[at]) >= 0) {
            at++;
        }
        if (at == start) {
            throw wrong(VALUE);
        }
    }

    private int peek() {
        skipSpace();
        return next();
    }

    private int next() {
        if (at >= text.length) {
            throw new GoJsonException("unexpected end of JSON input");
        }
        return text[at] & 0xff;
    }

    private void skipSpace() {
        while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
            at++;
        }
    }

    private GoJsonException wrong(String where) {
        int character = next();
        String shown = character >= ' ' && character < 0x7f
                ? String.valueOf((char) character)
                : "\\u%04x".formatted(character);
        return new GoJsonException("invalid character '%s' %s".formatted(shown, where));
    }

    private static final class GoJsonException extends RuntimeException {
        private static final long serialVersionUID = 1;

        GoJsonException(String message) {
            super(message);
        }
    }

    /** Returns what the decoder says of a value that cannot have a type. */
    static String untyped(JsonNode value) {
        return "json: cannot unmarshal %s into Go value of type %s"
                .formatted(
                        value.isBoolean() ? "bool" : value.getNodeType().name().toLowerCase(Locale.ROOT), TYPED);
    }
}

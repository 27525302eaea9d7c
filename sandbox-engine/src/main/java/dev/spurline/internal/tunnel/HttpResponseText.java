// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP/1.1 response to a GET, read from the bytes that have come so far.
 *
 * @param status the status code
 * @param body the body
 */
record HttpResponseText(int status, String body) {

    private static final String BLANK_LINE = "\r\n\r\n";

    /**
     * Reads a response.
     *
     * @param bytes what has come so far, one character a byte
     * @param ended whether nothing more will come
     * @return the response, or empty as long as it is not complete
     */
    static Optional<HttpResponseText> parse(String bytes, boolean ended) {
        int headEnd = bytes.indexOf(BLANK_LINE);
        if (headEnd < 0) {
            return Optional.empty();
        }
        String head = bytes.substring(0, headEnd);
        String rest = bytes.substring(headEnd + BLANK_LINE.length());
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        return body(head.toLowerCase(Locale.ROOT), rest, ended).map(body -> new HttpResponseText(status, utf8(body)));
    }

    /** Returns how many bytes a response has in all; 0 if its head does not say, or is not there yet. */
    static int length(String bytes) {
        int headEnd = Math.max(0, bytes.indexOf(BLANK_LINE));
        String body = header(bytes.substring(0, headEnd).toLowerCase(Locale.ROOT), "content-length");
        return body.isEmpty() ? 0 : headEnd + BLANK_LINE.length() + Integer.parseInt(body);
    }

    private static Optional<String> body(String head, String rest, boolean ended) {
        if (header(head, "transfer-encoding").equals("chunked")) {
            return chunked(rest);
        }
        String length = header(head, "content-length");
        if (length.isEmpty()) {
            return ended ? Optional.of(rest) : Optional.empty();
        }
        int expected = Integer.parseInt(length);
        return rest.length() >= expected ? Optional.of(rest.substring(0, expected)) : Optional.empty();
    }

    private static Optional<String> chunked(String rest) {
        StringBuilder body = new StringBuilder(rest.length());
        int at = 0;
        while (true) {
            int lineEnd = rest.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return Optional.empty();
            }
            String size = rest.substring(at, lineEnd);
            int extension = size.indexOf(';');
            int length = Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
            if (length == 0) {
                return Optional.of(body.toString());
            }
            int start = lineEnd + 2;
            if (rest.length() < start + length + 2) {
                return Optional.empty();
            }
            body.append(rest, start, start + length);
            at = start + length + 2;
        }
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

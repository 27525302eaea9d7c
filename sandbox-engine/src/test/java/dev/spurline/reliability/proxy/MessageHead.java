// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first lines of an HTTP/1.1 message.
 *
 * @param start the request or status line
 * @param fields the header lines
 */
record MessageHead(String start, List<String> fields) {

    /** Reads up to the empty line; returns nothing if the peer has nothing more to say. */
    static Optional<MessageHead> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in, true); !line.isEmpty(); line = line(in, lines.isEmpty())) {
            lines.add(line);
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new MessageHead(lines.get(0), List.copyOf(lines.subList(1, lines.size()))));
    }

    /** Returns a line without its end. */
    static String line(InputStream in, boolean mayEnd) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (mayEnd && line.size() == 0) {
                    return "";
                }
                throw new EOFException("The peer hung up within a line");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    String method() {
        return start.substring(0, start.indexOf(' '));
    }

    String target() {
        return start.split(" ", 3)[1];
    }

    int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    Optional<String> field(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    MessageHead without(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return new MessageHead(
                start,
                fields.stream()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(prefix))
                        .toList());
    }

    MessageHead with(String name, String value) {
        List<String> more = new ArrayList<>(without(name).fields());
        more.add(name + ": " + value);
        return new MessageHead(start, List.copyOf(more));
    }

    boolean chunked() {
        return field("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    /** Returns how many bytes follow, if it says so. */
    Optional<Integer> length() {
        return field("Content-Length").map(Integer::valueOf);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(start).append("\r\n");
        fields.forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

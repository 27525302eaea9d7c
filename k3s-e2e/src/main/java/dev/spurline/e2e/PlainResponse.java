// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back for a request that was sent as it is: no client may mend what a routing case says.
 *
 * @param status of the response
 * @param headers by their names in small letters
 * @param body as text
 */
record PlainResponse(int status, Map<String, List<String>> headers, String body) {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int TIMEOUT_MS = 20_000;

    /** Sends a request without a body, which asks for the connection to be closed, to {@code IP:PORT}. */
    static PlainResponse of(String address, String request) throws IOException {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    static PlainResponse parse(String text) throws IOException {
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            throw new IOException("This is no response: [%s]".formatted(text));
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.computeIfAbsent(header[0].strip().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header[1].strip());
        }
        String body = text.substring(end + END_OF_HEAD.length());
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new PlainResponse(
                Integer.parseInt(lines[0].split(" ", 3)[1]), headers, utf8(chunked ? joined(body) : body));
    }

    /** RFC 9112, section 7.1: each chunk has its length in hexadecimal digits before it; one without bytes is the last. */
    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int from = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", from);
            int length = Integer.parseInt(
                    chunks.substring(from, line).split(";", 2)[0].strip(), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            from = line + 2 + length + 2;
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

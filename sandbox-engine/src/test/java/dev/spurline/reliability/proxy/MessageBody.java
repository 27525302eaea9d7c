// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;

/** What follows a {@link MessageHead}, in its three forms: of known length, in chunks, or until the peer hangs up. */
final class MessageBody {

    private static final int BUFFER = 64 * 1024;

    private MessageBody() {}

    /** Reads the body of a request, without the marks between its chunks. */
    static byte[] read(MessageHead head, InputStream in) throws IOException {
        if (head.chunked()) {
            return chunks(in);
        }
        int length = head.length().orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The peer hung up within a body");
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            all.write(in.readNBytes(size));
            MessageHead.line(in, false);
        }
        MessageHead.line(in, false);
        return all.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(MessageHead.line(in, false).split(";", 2)[0].strip(), 16);
    }

    /** Returns whether an answer has a body; those that have none do not say so. */
    static boolean expected(String method, int status) {
        return !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
    }

    /**
     * Reads the body of an answer.
     *
     * @return the body, or what came until the peer hung up
     */
    static byte[] answer(MessageHead head, InputStream in) throws IOException {
        return head.chunked() || head.length().isPresent() ? read(head, in) : in.readAllBytes();
    }

    /** Hands on a body that has no known end, as it comes. */
    static void stream(MessageHead head, InputStream in, OutputStream out, UnaryOperator<byte[]> filter)
            throws IOException {
        if (!head.chunked()) {
            copy(in, out, filter);
            return;
        }
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            byte[] chunk = filter.apply(in.readNBytes(size));
            out.write(
                    (Integer.toHexString(chunk.length) + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            out.write(chunk);
            out.write(new byte[] {'\r', '\n'});
            out.flush();
            MessageHead.line(in, false);
        }
        MessageHead.line(in, false);
        out.write(new byte[] {'0', '\r', '\n', '\r', '\n'});
        out.flush();
    }

    /** Hands on whatever comes until the peer hangs up. */
    static void copy(InputStream in, OutputStream out, UnaryOperator<byte[]> filter) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(filter.apply(java.util.Arrays.copyOf(buffer, count)));
            out.flush();
        }
    }
}

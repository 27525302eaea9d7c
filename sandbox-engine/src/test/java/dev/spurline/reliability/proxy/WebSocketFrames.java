// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** The frames that a server sends through a WebSocket; a server's are never masked. */
final class WebSocketFrames {

    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int FIRST_CONTROL = 8;

    private final DataInputStream in;
    private final OutputStream out;
    private final UnaryOperator<byte[]> filter;

    WebSocketFrames(InputStream in, OutputStream out, UnaryOperator<byte[]> filter) {
        this.in = new DataInputStream(in);
        this.out = out;
        this.filter = filter;
    }

    /** Hands on all frames with a fault, until one of the peers hangs up. */
    void pass(WatchFault fault) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            byte[] payload = in.readNBytes(length(in.readUnsignedByte()));
            boolean event = (first & 0x0f) < FIRST_CONTROL;
            if (event && fault == WatchFault.CLOSES) {
                return;
            }
            if (!event || fault != WatchFault.SILENT) {
                send(first, filter.apply(payload));
            }
            if (event && fault == WatchFault.REPEATS) {
                send(first, filter.apply(payload));
            }
        }
    }

    private int length(int second) throws IOException {
        int length = second & 0x7f;
        return switch (length) {
            case TWO_BYTES -> in.readUnsignedShort();
            case EIGHT_BYTES -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    private void send(int first, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
        if (payload.length < TWO_BYTES) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) TWO_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }
}

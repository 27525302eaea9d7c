// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A port-forward by WebSocket: the first byte of each message is its channel, and each channel begins with its port. */
final class Tunnel implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Tally tally;
    private final Map<Integer, ByteArrayOutputStream> channels = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private volatile @Nullable WebSocket socket;
    private volatile boolean ended;

    Tunnel(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        message.writeBytes(bytes);
        if (last) {
            byte[] whole = message.toByteArray();
            message.reset();
            channels.computeIfAbsent((int) whole[0], none -> new ByteArrayOutputStream())
                    .writeBytes(Arrays.copyOfRange(whole, 1, whole.length));
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended = true;
    }

    /** Asserts that both channels of a port begin with its number, the lower byte first. */
    Tunnel isOpen(int index, int port) {
        String number = Arrays.toString(new byte[] {(byte) port, (byte) (port >> 8)});
        for (int channel : new int[] {2 * index, 2 * index + 1}) {
            await(() -> bytes(channel).length >= 2);
            tally.same(
                    "channel " + channel + " begins with its port",
                    number,
                    Arrays.toString(Arrays.copyOf(bytes(channel), 2)));
        }
        return this;
    }

    void say(int channel, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        WebSocket open = socket;
        if (open != null) {
            ByteBuffer framed =
                    ByteBuffer.allocate(data.length + 1).put((byte) channel).put(data);
            open.sendBinary(framed.flip(), true).join();
        }
    }

    /** Asserts that a channel carries a text in the end. */
    Tunnel hears(int channel, Predicate<String> expected, String what) {
        boolean heard = await(() -> expected.test(text(channel)));
        tally.that(heard, "channel %d: expected %s, found [%s]".formatted(channel, what, text(channel)));
        return this;
    }

    /** Asserts that the other side ends the connection. */
    void ends() {
        tally.that(await(() -> ended), "the tunnel does not end");
    }

    private String text(int channel) {
        byte[] bytes = bytes(channel);
        return bytes.length < 2 ? "" : new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
    }

    private byte[] bytes(int channel) {
        ByteArrayOutputStream heard = channels.get(channel);
        return heard == null ? new byte[0] : heard.toByteArray();
    }

    private static boolean await(java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}

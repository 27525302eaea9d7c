// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log of one run of a container. Keeps the newest 10 MiB, as a kubelet's rotation does.
 *
 * <p>Source: containerLogMaxSize, kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation.
 */
public final class ContainerLog {

    private static final long LIMIT = 10L * 1024 * 1024;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final List<LogFollower> followers = new ArrayList<>();
    private long size;
    private boolean ended;

    /** A line and when it was written. */
    public record LogLine(Instant time, String text) {}

    /** Takes the lines of a log as they come. */
    public interface LogFollower {

        void line(LogLine line);

        void end();
    }

    /** Appends text; line ends inside it make several lines. */
    synchronized void write(String text) {
        text.lines().forEach(this::append);
        if (text.isEmpty()) {
            append("");
        }
    }

    /** Closes the log: the container has ended. */
    synchronized void end() {
        ended = true;
        followers.forEach(LogFollower::end);
        followers.clear();
    }

    public synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /**
     * Hands over what is there and then each line that follows.
     *
     * @return ends the subscription
     */
    public synchronized Runnable follow(Consumer<List<LogLine>> present, LogFollower follower) {
        present.accept(List.copyOf(lines));
        if (ended) {
            follower.end();
            return () -> {};
        }
        followers.add(follower);
        return () -> remove(follower);
    }

    private synchronized void remove(LogFollower follower) {
        followers.remove(follower);
    }

    private void append(String text) {
        LogLine line = new LogLine(Instant.now(), text);
        lines.add(line);
        size += text.length() + 1L;
        while (size > LIMIT) {
            size -= lines.removeFirst().text().length() + 1L;
        }
        followers.forEach(follower -> follower.line(line));
    }
}

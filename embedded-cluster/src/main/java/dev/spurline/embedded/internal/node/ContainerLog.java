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
package dev.spurline.embedded.internal.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The log of one run of a container. Keeps the newest 10 MiB, as a kubelet's rotation does. */
final class ContainerLog {

    private static final long LIMIT = 10L * 1024 * 1024;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<Follower> followers = new ArrayList<>();
    private long size;
    private boolean ended;

    /** A line and when it was written. */
    record Line(Instant time, String text) {}

    /** Takes the lines of a log as they come. */
    interface Follower {

        void line(Line line);

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
        followers.forEach(Follower::end);
        followers.clear();
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /**
     * Hands over what is there and then each line that follows.
     *
     * @return ends the subscription
     */
    synchronized Runnable follow(Consumer<List<Line>> present, Follower follower) {
        present.accept(List.copyOf(lines));
        if (ended) {
            follower.end();
            return () -> {};
        }
        followers.add(follower);
        return () -> remove(follower);
    }

    private synchronized void remove(Follower follower) {
        followers.remove(follower);
    }

    private void append(String text) {
        Line line = new Line(Instant.now(), text);
        lines.add(line);
        size += text.length() + 1L;
        while (size > LIMIT) {
            size -= lines.removeFirst().text().length() + 1L;
        }
        followers.forEach(follower -> follower.line(line));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.kubelet;

import dev.spurline.embedded.internal.node.container.ContainerLog.LogLine;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of a log.
 *
 * <p>Source: {@code k8s.io/cri-client/pkg/logs/logs.go} (LogOptions).
 *
 * @param follow whether to go on with what is written later
 * @param previous whether the run before is meant
 * @param timestamps whether each line begins with its time
 * @param tail how many of the last lines; empty: all
 * @param since the oldest time
 * @param limit how many bytes at most
 */
record LogRequest(
        boolean follow,
        boolean previous,
        boolean timestamps,
        Optional<Integer> tail,
        Optional<Instant> since,
        Optional<Long> limit) {

    /**
     * Reads a request's parameters.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    static LogRequest of(MultiMap parameters) {
        return new LogRequest(
                flag(parameters, "follow"),
                flag(parameters, "previous"),
                flag(parameters, "timestamps"),
                number(parameters, "tailLines").map(Math::toIntExact),
                since(parameters),
                number(parameters, "limitBytes"));
    }

    /** Returns what is asked for of the lines that are there. */
    List<LogLine> select(List<LogLine> lines) {
        List<LogLine> late = lines.stream().filter(this::isLateEnough).toList();
        return late.subList(Math.max(0, late.size() - tail.orElse(late.size())), late.size());
    }

    boolean isLateEnough(LogLine line) {
        return since.isEmpty() || !line.time().isBefore(since.get());
    }

    byte[] print(LogLine line) {
        String text = timestamps ? line.time() + " " + line.text() + "\n" : line.text() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Instant> since(MultiMap parameters) {
        Optional<Long> seconds = number(parameters, "sinceSeconds");
        String time = parameters.get("sinceTime");
        try {
            return seconds.isPresent() || time == null
                    ? seconds.map(Instant.now()::minusSeconds)
                    : Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("sinceTime [%s] is no RFC 3339 time".formatted(time), e);
        }
    }

    private static boolean flag(MultiMap parameters, String name) {
        String value = parameters.get(name);
        return value != null && (value.isEmpty() || value.equals("1") || Boolean.parseBoolean(value));
    }

    private static Optional<Long> number(MultiMap parameters, String name) {
        @Nullable String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s [%s] is no number".formatted(name, value), e);
        }
    }
}

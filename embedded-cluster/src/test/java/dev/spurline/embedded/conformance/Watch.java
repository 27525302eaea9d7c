// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An open watch. */
final class Watch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Tally tally;
    private final String path;
    private final InputStream stream;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    Watch(Tally tally, String path, InputStream stream) {
        this.tally = tally;
        this.path = path;
        this.stream = stream;
        new Thread(this::read, "spurline-test-watch").start();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().map(Api::parse).forEach(events::add);
        } catch (IOException | UncheckedIOException e) {
            // closed by the test
        }
        ended = true;
    }

    /** Asserts that these events come, written as {@code TYPE name}, and no other before them. */
    Watch sees(String... expected) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> texts().size() >= expected.length);
        } catch (ConditionTimeoutException e) {
            // the comparison says what is missing
        }
        tally.same("watch " + path, List.of(expected), texts());
        return this;
    }

    /** Asserts that the server ends the stream. */
    Watch ends() {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> ended);
        } catch (ConditionTimeoutException e) {
            // told below
        }
        tally.that(ended, "watch " + path + " does not end");
        return this;
    }

    List<JsonNode> all() {
        return List.copyOf(events);
    }

    JsonNode event(int number) {
        return number < events.size()
                ? events.get(number)
                : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private List<String> texts() {
        return events.stream()
                .filter(event -> !event.at("/object/metadata/name").asText().equals("kube-root-ca.crt"))
                .map(event -> (event.path("type").asText() + " "
                                + event.at("/object/metadata/name").asText())
                        .strip())
                .toList();
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

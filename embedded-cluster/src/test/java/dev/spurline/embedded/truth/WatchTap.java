// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An open watch, whose events a thread takes down. */
final class WatchTap implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "spurline-test-watch");
    private volatile boolean closing;

    WatchTap(HttpResponse<InputStream> response) {
        this.response = response;
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> {
                arrivals.add(System.nanoTime());
                events.add(RestClient.json(line));
            });
        } catch (IOException | UncheckedIOException e) {
            if (!closing) {
                events.add(TextNode.valueOf("broken: " + e));
            }
        }
        if (!closing) {
            events.add(TextNode.valueOf("EOF"));
        }
    }

    int status() {
        return response.statusCode();
    }

    int count() {
        return events.size();
    }

    /** Returns when an event came, in nanoseconds. */
    long arrival(int event) {
        return arrivals.get(event);
    }

    ArrayNode events() {
        return JsonNodeFactory.instance.arrayNode().addAll(List.copyOf(events));
    }

    @Override
    public void close() {
        closing = true;
        try {
            response.body().close();
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

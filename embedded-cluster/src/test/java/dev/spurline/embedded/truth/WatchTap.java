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

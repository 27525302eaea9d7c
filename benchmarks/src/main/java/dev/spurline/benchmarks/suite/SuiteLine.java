// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What two JVMs say to each other: a line of JSON. */
final class SuiteLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SuiteLine() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T read(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.RoutingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What real propagators pass on when a request has our headers. Bytes of a header that are not ASCII stand as the characters
 * of ISO-8859-1, and {@code v{2000}} for that many letters.
 *
 * @param inputs what comes in, by name: the lines of each header
 * @param propagators what goes out
 */
public record PropagatorCorpus(Map<String, Map<String, List<String>>> inputs, List<Propagator> propagators) {

    /** The key that all inputs carry. */
    public static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");

    /** The test that most of them carry. */
    public static final TestMember TEST = new TestMember("kengine234", 17);

    private static final Pattern RUN = Pattern.compile("v\\{(\\d+)}");

    /** Reads the resource. */
    public static PropagatorCorpus read() {
        try (InputStream file = PropagatorCorpus.class.getResourceAsStream("/propagators.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(file), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns each input as each propagator passes it on. */
    public static Stream<Passed> passed() {
        return read().propagators().stream()
                .flatMap(propagator -> propagator.outputs().entrySet().stream()
                        .map(output -> new Passed(propagator, output.getKey(), expanded(output.getValue()))));
    }

    private static Map<String, List<String>> expanded(Map<String, List<String>> headers) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        headers.forEach((name, lines) -> result.put(
                name,
                lines.stream()
                        .map(line -> RUN.matcher(line).replaceAll(run -> "v".repeat(Integer.parseInt(run.group(1)))))
                        .toList()));
        return result;
    }

    /**
     * One library.
     *
     * @param library its name
     * @param artifact where it comes from
     * @param version of the artifact
     * @param date of the recording
     * @param how whether it was recorded or derived, and its configuration
     * @param loses what is lost, by input: {@code key} or {@code test}
     * @param outputs the headers that it passes on, by input
     */
    public record Propagator(
            String library,
            String artifact,
            String version,
            String date,
            String how,
            Map<String, List<String>> loses,
            Map<String, Map<String, List<String>>> outputs) {

        @Override
        public String toString() {
            return "%s %s (%s)".formatted(library, version, how);
        }
    }

    /**
     * One input after one propagator.
     *
     * @param headers lines by name in lower case
     */
    public record Passed(Propagator by, String input, Map<String, List<String>> headers) {

        /** Returns whether the corpus says that this is lost. */
        public boolean loses(String what) {
            return by.loses().getOrDefault(input, List.of()).contains(what);
        }

        /** Returns the lines of a header. */
        public List<String> lines(String name) {
            return headers.getOrDefault(name, List.of());
        }

        /** Returns the lines of a header as one value, as Envoy joins them. */
        public Optional<String> joined(String name) {
            return lines(name).isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines(name)));
        }

        /** Returns the test that arrives, if the input had one and it is not lost. */
        public Optional<TestMember> test() {
            boolean sent = !List.of("key-alone", "property-beside-the-key").contains(input);
            return sent && !loses("test") ? Optional.of(TEST) : Optional.empty();
        }

        @Override
        public String toString() {
            return "%s after %s".formatted(input, by);
        }
    }
}

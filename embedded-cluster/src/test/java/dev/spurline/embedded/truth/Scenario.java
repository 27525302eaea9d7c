// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One recorded scenario. */
record Scenario(String file, String name, List<JsonNode> steps) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads all recordings of a folder, in the order of their names. */
    static List<Scenario> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Scenario> read(Path file) {
        try {
            List<Scenario> scenarios = new ArrayList<>();
            for (JsonNode scenario : MAPPER.readTree(Files.readAllBytes(file))) {
                List<JsonNode> steps = new ArrayList<>();
                scenario.path("steps").forEach(steps::add);
                String name = file.getFileName().toString().replace(".json", "");
                scenarios.add(new Scenario(name, scenario.path("scenario").asText(), steps));
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it tells what becomes of pods on a node: by itself, or by what follows from it, such as Jobs that are done. */
    boolean needsNode() {
        return steps.stream()
                .anyMatch(step -> step.has("timeline") || step.has("events") || (!playsNode() && hasRun(step)));
    }

    /** Whether its own requests say of pods what a node would say. */
    private boolean playsNode() {
        return steps.stream()
                .map(step -> step.path("request").path("path").asText())
                .anyMatch(path -> path.matches(".*/pods/[^/]+/status(\\?.*)?"));
    }

    private static boolean hasRun(JsonNode step) {
        JsonNode response = step.path("response");
        return !response.findValues("containerStatuses").isEmpty()
                || Stream.of("succeeded", "ready")
                        .flatMap(count -> response.findValues(count).stream())
                        .anyMatch(count -> count.isInt() && count.asInt() > 0);
    }

    String id(int step) {
        return "%s/%s/%d".formatted(file, name, step);
    }
}

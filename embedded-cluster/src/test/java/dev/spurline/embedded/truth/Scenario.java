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

    /** Whether it tells what becomes of pods on a node. */
    boolean needsNode() {
        return steps.stream().anyMatch(step -> step.has("timeline") || step.has("events"));
    }

    String id(int step) {
        return "%s/%s/%d".formatted(file, name, step);
    }
}

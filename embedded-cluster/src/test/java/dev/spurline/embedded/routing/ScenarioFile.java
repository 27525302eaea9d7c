// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a file or a folder of routing cases holds.
 *
 * @param scenarios those that can be asked
 * @param problems one line each for what is wrong
 */
public record ScenarioFile(List<RoutingScenario> scenarios, List<String> problems) {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml");

    /**
     * Reads a file, or all files of a folder and of those in it.
     *
     * @param from exists
     */
    public static ScenarioFile read(Path from) throws IOException {
        List<RoutingScenario> scenarios = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(from)) {
            String name = file.equals(from)
                    ? String.valueOf(file.getFileName())
                    : from.relativize(file).toString();
            ScenarioFile one = read(name.replace('\\', '/'), text(file));
            scenarios.addAll(one.scenarios());
            problems.addAll(one.problems());
        }
        return new ScenarioFile(List.copyOf(scenarios), List.copyOf(problems));
    }

    /**
     * Returns what can be asked of a real mesh: its cases.
     *
     * @param mesh which one it is
     * @param gateways whether there is a gateway to ask
     */
    ScenarioFile of(Mesh mesh, boolean gateways) {
        List<RoutingScenario> kept = scenarios.stream()
                .filter(scenario -> scenario.mesh().kind() == mesh)
                .map(scenario -> scenario.with(scenario.cases().stream()
                        .filter(each -> gateways || !each.from().equals(RoutingCase.GATEWAY))
                        .toList()))
                .toList();
        return new ScenarioFile(kept, problems);
    }

    /** Returns how many cases there are. */
    int size() {
        return scenarios.stream().mapToInt(scenario -> scenario.cases().size()).sum();
    }

    private static List<Path> files(Path from) throws IOException {
        if (Files.isRegularFile(from)) {
            return List.of(from);
        }
        try (Stream<Path> all = Files.walk(from)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            return "\0";
        }
    }

    /** Reads the text of a file. */
    static ScenarioFile read(String file, String text) {
        List<String> problems = new ArrayList<>();
        List<RoutingScenario> scenarios = new ArrayList<>();
        try {
            if (text.equals("\0")) {
                throw new CaseFormatException(file, 1, "is not written in UTF-8");
            }
            for (List<CaseNode> documents : scenarios(file, CaseStream.documents(file, text))) {
                try {
                    scenarios.add(new ScenarioReader(documents, problems).read());
                } catch (CaseFormatException wrong) {
                    problems.add(wrong.getMessage());
                }
            }
        } catch (CaseFormatException wrong) {
            problems.add(wrong.getMessage());
        }
        refuseSecondNames(file, scenarios, problems);
        return new ScenarioFile(List.copyOf(scenarios), List.copyOf(problems));
    }

    /** A document with the field {@code scenario} begins a scenario; the manifests behind it are its objects. */
    private static List<List<CaseNode>> scenarios(String file, List<CaseNode> documents) {
        List<List<CaseNode>> scenarios = new ArrayList<>();
        for (CaseNode document : documents) {
            boolean manifest = document.has("kind") || document.has("apiVersion");
            if (!manifest) {
                scenarios.add(new ArrayList<>());
            } else if (scenarios.isEmpty()) {
                throw document.error(
                        "a manifest stands before the first scenario: begin with a document that has [scenario] and [cases]");
            }
            scenarios.get(scenarios.size() - 1).add(document);
        }
        if (scenarios.isEmpty()) {
            throw new CaseFormatException(
                    file, 1, "the file is empty: begin with a document that has [scenario] and [cases]");
        }
        return scenarios;
    }

    private static void refuseSecondNames(String file, List<RoutingScenario> scenarios, List<String> problems) {
        Map<String, String> seen = new HashMap<>();
        for (RoutingScenario scenario : scenarios) {
            for (RoutingCase each : scenario.cases()) {
                String first = seen.putIfAbsent(each.name(), each.place());
                if (first != null) {
                    problems.add(
                            "%s: [%s] is the name of a case in line %s already: give each case of a file a name of its own"
                                    .formatted(each.place(), each.name(), first.substring(file.length() + 1)));
                }
            }
        }
    }
}

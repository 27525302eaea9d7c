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

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.controllers.Controllers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Replays the recordings of a real cluster; {@code -Dspurline.truth=DIR} names another folder of them. Those that need
 * controllers or a node are left to the runs that have these.
 */
class TruthReplayTests {

    private static final Path OWN = Path.of("src/test/resources/api-truth");
    private static final Set<String> NEED_A_NODE = Set.of("node");

    @Test
    void theServerAnswersAsARealOne() throws IOException {
        Path folder = Path.of(System.getProperty("spurline.truth", OWN.toString()));
        List<StepFinding> findings = new ArrayList<>();

        try (ApiServer server = ApiServer.start();
                KubernetesClient kubernetes = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                        .build();
                Controllers controllers = Controllers.start(kubernetes)) {
            assertThat(controllers).isNotNull();
            RestClient client = new RestClient(server.url(), server.adminToken());
            int number = 0;
            for (Scenario scenario : Scenario.in(folder)) {
                if (!NEED_A_NODE.contains(scenario.file())) {
                    findings.addAll(new ScenarioRun(scenario, client, OtherSteps.none(), "truth-" + number++).run());
                }
            }
        }

        Map<String, String> deviations = deviations(OWN.resolve("deviations.txt"));
        List<StepFinding> failed = findings.stream()
                .filter(finding -> !finding.passed() && !deviations.containsKey(finding.id()))
                .toList();
        failed.forEach(System.out::println);
        System.out.printf("%d passed, %d failed%n", findings.size() - failed.size(), failed.size());
        assertThat(failed).isEmpty();
        assertThat(deviations.size()).isLessThanOrEqualTo(findings.size() / 20);
    }

    /** Reads the differences that we have chosen, each with its reason. */
    private static Map<String, String> deviations(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.controllers.ClusterControllers;
import dev.spurline.embedded.internal.mesh.MeshProxies;
import dev.spurline.embedded.internal.node.EmbeddedNode;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import dev.spurline.embedded.internal.node.machine.NodeSettings;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Replays the recordings of a real cluster; {@code -Dspurline.truth=DIR} names another folder of them. The scenarios that
 * tell of the states of pods run on a cluster with a node as large as the recorded one, all others on one without.
 */
class TruthReplayTests {

    private static final Path OWN = Path.of("src/test/resources/api-truth");
    private static final NodeSettings NODE = new NodeSettings(
            "node1", Map.of("cpu", new Quantity("2"), "memory", new Quantity("16Gi"), "pods", new Quantity("110")));

    @Test
    void theClusterAnswersAsARealOne() throws IOException {
        List<Scenario> scenarios = Scenario.in(Path.of(System.getProperty("spurline.truth", OWN.toString())));
        Map<String, String> deviations = deviations(OWN.resolve("deviations.txt"));

        List<StepFinding> findings = new ArrayList<>(withoutNode(
                scenarios.stream().filter(scenario -> !scenario.needsNode()).toList(), deviations.keySet()));
        findings.addAll(withNode(scenarios.stream().filter(Scenario::needsNode).toList(), deviations.keySet()));

        List<StepFinding> failed = findings.stream()
                .filter(finding -> !finding.passed() && !deviations.containsKey(finding.id()))
                .toList();
        failed.forEach(System.out::println);
        System.out.printf(
                "%d of %d steps are known deviations%n",
                findings.stream()
                        .filter(finding -> !finding.passed() && deviations.containsKey(finding.id()))
                        .count(),
                findings.size());
        System.out.printf("%d passed, %d failed%n", findings.size() - failed.size(), failed.size());
        assertThat(failed).isEmpty();
        assertThat(deviations.size())
                .isLessThanOrEqualTo(scenarios.stream()
                                .mapToInt(scenario -> scenario.steps().size())
                                .sum()
                        / 20);
        assertThat(deviations.values()).noneMatch(String::isBlank);
    }

    private static List<StepFinding> withoutNode(List<Scenario> scenarios, Set<String> deviations) {
        try (ApiServer server = ApiServer.start();
                KubernetesClient kubernetes = client(server);
                ClusterControllers controllers = ClusterControllers.start(kubernetes)) {
            assertThat(controllers).isNotNull();
            RestClient client = new RestClient(server.url(), server.adminToken());
            return IntStream.range(0, scenarios.size())
                    .boxed()
                    .flatMap(i -> new ScenarioRun(scenarios.get(i), deviations, client, OtherSteps.none(), "truth-" + i)
                            .run().stream())
                    .toList();
        }
    }

    /** All at the same time: most of a scenario is waiting for times that a real node takes, too. */
    private static List<StepFinding> withNode(List<Scenario> scenarios, Set<String> deviations) {
        ImageCatalogue images = new ImageCatalogue();
        images.inProcess("local/app:2", new RecordedProgram());
        try (ApiServer server = ApiServer.start();
                KubernetesClient kubernetes = client(server);
                ClusterControllers controllers = ClusterControllers.start(kubernetes);
                MeshProxies network = MeshProxies.start(kubernetes, Mesh.NONE);
                EmbeddedNode node = EmbeddedNode.start(kubernetes, NODE, images, network)) {
            assertThat(List.of(controllers, node)).isNotEmpty();
            RestClient client = new RestClient(server.url(), server.adminToken());
            List<CompletableFuture<List<StepFinding>>> runs = IntStream.range(0, scenarios.size())
                    .mapToObj(i -> started(scenarios.get(i), deviations, client, "truth-node-" + i))
                    .toList();
            return runs.stream().flatMap(run -> run.join().stream()).toList();
        }
    }

    private static CompletableFuture<List<StepFinding>> started(
            Scenario scenario, Set<String> deviations, RestClient client, String namespace) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (NodeSteps steps = new NodeSteps()) {
                        return new ScenarioRun(scenario, deviations, client, steps, namespace).run();
                    }
                },
                task -> new Thread(task, "spurline-" + namespace).start());
    }

    private static KubernetesClient client(ApiServer server) {
        return ClusterClient.builder(Config.fromKubeconfig(server.plain(server.kubeconfig())))
                .build();
    }

    /** Reads the differences that we have chosen, each with its reason. */
    private static Map<String, String> deviations(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts.length > 1 ? parts[1] : ""));
        }
    }
}

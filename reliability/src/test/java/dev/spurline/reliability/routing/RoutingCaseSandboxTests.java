// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In each routing case (docs/routing-cases.md) sandboxes are opened and closed: for each workload that answers or is asked,
 * in each way of routing. Requests without a key are answered as before all the time, those with the key by the fork where the
 * forked workload has answered, and otherwise as before. What is refused has written nothing.
 *
 * <p>Some scenarios of most files, or those that {@code -Dspurline.build.case-sandboxes} says: {@code all}, or files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingCaseSandboxTests {

    private static final Logger LOG = LoggerFactory.getLogger(RoutingCaseSandboxTests.class);
    private static final List<String> WAYS = List.of("auto", "virtual-service", "gateway-api");
    private static final String CHOSEN = System.getProperty("spurline.build.case-sandboxes", "");
    private static final String ALL = "all";

    /** Whose scenarios need clusters of their own, which take time: they are tried if somebody asks. */
    private static final Pattern IF_ASKED = Pattern.compile("gateway-keys\\.yaml|linkerd-.*|overrides\\.yaml");

    /** The policies of called pods hold at the proxies of those, which are not asked here. */
    private static final String NOT_ASKED = "linkerd-inbound.yaml";

    /** How many scenarios of a file there are to one that is tried in each build. */
    private static final int SOME = 15;

    @TempDir
    static Path directory;

    private final Map<Group, List<RoutingScenario>> groups = new LinkedHashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private @Nullable Group group;
    private @Nullable CaseCluster cluster;
    private int cases;
    private int byForks;
    private int others;

    /** What scenarios have in common that are made in one cluster. */
    private record Group(MeshFacts mesh, List<WorkloadFacts> workloads) {

        static Group of(RoutingScenario scenario) {
            return new Group(
                    scenario.mesh(),
                    scenario.workloads().values().stream()
                            .map(CaseCluster::ofDeployment)
                            .toList());
        }
    }

    /** Returns the scenarios; those of the same cluster follow each other. */
    Stream<RoutingScenario> scenarios() throws IOException, URISyntaxException {
        Map<String, Integer> numbers = new HashMap<>();
        for (RoutingScenario scenario : RoutingCaseFiles.all()) {
            String file = RoutingCaseFiles.file(scenario);
            int number = numbers.merge(file, 1, Integer::sum) - 1;
            if (chosen(file, number)) {
                groups.computeIfAbsent(Group.of(scenario), none -> new ArrayList<>())
                        .add(scenario);
            }
        }
        return groups.values().stream().flatMap(List::stream);
    }

    private static boolean chosen(String file, int number) {
        if (file.equals(NOT_ASKED)) {
            return false;
        }
        return CHOSEN.isEmpty()
                ? number % SOME == 0 && !IF_ASKED.matcher(file).matches()
                : CHOSEN.equals(ALL) || List.of(CHOSEN.split(",", -1)).contains(file);
    }

    private CaseCluster cluster(RoutingScenario scenario) {
        Group wanted = Group.of(scenario);
        CaseCluster present = cluster;
        if (present == null || !wanted.equals(group)) {
            close();
            present = CaseCluster.start(Objects.requireNonNull(groups.get(wanted)), directory);
            cluster = present;
            group = wanted;
        }
        return present;
    }

    private static List<String> ways(RoutingScenario scenario) {
        return switch (scenario.mesh().kind()) {
            case ISTIO -> WAYS;
            case LINKERD -> WAYS.subList(0, 1);
            case ENVOY -> List.of("overrides");
            case NONE -> List.of("direct");
        };
    }

    private void close() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @AfterAll
    void stop() {
        close();
        LOG.info(
                "A sandbox in each of {} cases: {}; with the key {} were answered by forks, {} as without it",
                cases,
                outcomes,
                byForks,
                others);
        assertThat(byForks).isGreaterThan(CHOSEN.isEmpty() || CHOSEN.equals(ALL) ? cases : 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isAnsweredAsBefore(RoutingScenario scenario) {
        CaseSandboxes sandboxes = new CaseSandboxes(cluster(scenario), scenario);
        sandboxes.make().ifPresent(refusal -> abort("Such objects are nowhere: " + refusal));

        sandboxes.begin();
        for (String fork : sandboxes.forks()) {
            ways(scenario).forEach(way -> sandboxes.run(way, fork));
        }
        if (!CHOSEN.isEmpty() && sandboxes.addSlots()) {
            sandboxes.forks().forEach(fork -> sandboxes.run("virtual-service", fork));
        }
        sandboxes.end();

        assertThat(sandboxes.differences()).isEmpty();
        cases += scenario.cases().size();
        byForks += sandboxes.byForks();
        others += sandboxes.others();
        sandboxes.outcomes().forEach(outcome -> outcomes.merge(outcome.kind(), 1, Integer::sum));
    }
}

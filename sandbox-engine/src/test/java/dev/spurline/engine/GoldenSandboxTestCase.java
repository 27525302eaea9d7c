// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is planned for each {@link GoldenCase} can be made, serves, and goes without a trace; what is refused is refused. Where
 * that is tried, says {@link GoldenCluster}. Each subclass takes a part of the cases, so that JVMs can share them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GoldenSandboxTestCase {

    private static final Set<String> PLAIN = Set.of("Namespace", "Deployment", "Service", "HTTPRoute");

    private static final String NO_VOLUMES = "pod has unbound immediate PersistentVolumeClaims";
    private static final String NO_PORTS = "node(s) didn't have free ports for the requested pod ports";

    /** Cases whose baseline another API server's scheduler does not place on our one node, and what it says. */
    private static final Map<String, String> UNPLACED = Map.ofEntries(
            Map.entry("affinity", "node(s) didn't match pod topology spread constraints (missing required label)"),
            Map.entry("host-network", NO_PORTS),
            Map.entry("node-port", NO_PORTS),
            Map.entry("block-device", NO_VOLUMES),
            Map.entry("claim-emptied", NO_VOLUMES),
            Map.entry("claim-only-read", NO_VOLUMES),
            Map.entry("claim-refused", NO_VOLUMES),
            Map.entry("stateful-set", NO_VOLUMES),
            Map.entry("stateful-set-by-bare-name", NO_VOLUMES),
            Map.entry("stateful-set-claim-over-volume", NO_VOLUMES),
            Map.entry("stateful-set-refused", NO_VOLUMES));

    /** Cases of clusters without the HTTPRoutes of Gateway API, which another API server serves: there they open. */
    private static final Set<String> WITHOUT_ROUTES =
            Set.of("no-gateway-api", "linkerd-old-routes", "consumer-route-linkerd-old");

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    static Path directory;

    private static GoldenCluster.@Nullable Kind kind;
    private static @Nullable GoldenCluster cluster;

    /** Returns whether a case is one of this class; each is of exactly one. */
    abstract boolean takes(GoldenCase golden);

    /** Returns whether a case is of a cluster of Istio that serves no custom kind but HTTPRoute: about half of them are. */
    static boolean hasRoutesAlone(GoldenCase golden) {
        return golden.mesh() != ServiceMesh.LINKERD && golden.serves().equals(Set.of(CustomKind.HTTP_ROUTE));
    }

    /** Returns whether a case has nothing but Deployments, Services and their routes. */
    static boolean isPlain(GoldenCase golden) {
        return golden.objects().stream().allMatch(object -> PLAIN.contains(object.getKind()));
    }

    /** Returns the cases; those of the same cluster follow each other. */
    Stream<GoldenCase> cases() {
        Map<String, List<GoldenCase>> byCluster = GoldenCase.all()
                .filter(this::takes)
                .map(golden -> golden.in("golden-" + golden + "-" + RUN))
                .collect(Collectors.groupingBy(
                        golden -> GoldenCluster.Kind.of(golden).toString(), TreeMap::new, Collectors.toList()));
        return byCluster.values().stream().flatMap(List::stream);
    }

    private static GoldenCluster cluster(GoldenCase golden) throws IOException {
        GoldenCluster.Kind wanted = GoldenCluster.Kind.of(golden);
        GoldenCluster present = cluster;
        if (present == null || !wanted.equals(kind)) {
            stop();
            present = GoldenCluster.start(wanted);
            cluster = present;
            kind = wanted;
        }
        return present;
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isOpenedOrRefusedAsPlanned(GoldenCase golden) throws IOException {
        String name = golden.toString();
        try (GoldenBaseline baseline = cluster(golden).add(golden)) {
            if (GoldenCluster.ATTACHED && UNPLACED.containsKey(name)) {
                assertThatItIsNotPlaced(name, baseline);
                return;
            }
            baseline.awaitReady();
            if (GoldenCluster.ATTACHED && WITHOUT_ROUTES.contains(name)) {
                assertThatItOpens(golden, baseline);
            } else if (golden.refusal().isPresent()) {
                assertThatItIsRefused(golden, baseline);
            } else {
                assertThatItOpens(golden, baseline);
            }
        }
    }

    private static void assertThatItIsNotPlaced(String name, GoldenBaseline baseline) {
        await().untilAsserted(() -> assertThat(baseline.unplaced())
                .anySatisfy(why -> assertThat(why).contains(UNPLACED.get(name))));
    }

    private static void assertThatItOpens(GoldenCase golden, GoldenBaseline baseline) throws IOException {
        Visitor visitor = baseline.visitor();
        baseline.awaitAnswers();
        String key;
        try (SandboxEngine engine = SandboxEngine.connect(baseline.settings(directory));
                LiveSandbox sandbox = engine.open(golden.spec())) {
            key = sandbox.key().value();
            assertThatForksAnswer(golden, sandbox, visitor);
            assertThatJobsRun(sandbox);
        }
        await().untilAsserted(() -> assertThat(baseline.ours()).isEmpty());
        assertThat(golden.entries())
                .allSatisfy(entry -> assertThat(visitor.ask(entry, Map.of())).doesNotContain(key));
    }

    private static void assertThatForksAnswer(GoldenCase golden, LiveSandbox sandbox, Visitor visitor) {
        String key = sandbox.key().value();
        // No case has the Gateway of its waypoint, so nobody follows routes.
        boolean followed = golden.mesh() != ServiceMesh.ISTIO_AMBIENT;
        for (String entry : golden.entries()) {
            assertThat(visitor.ask(entry, Map.of()))
                    .startsWith(golden.answers() + " ")
                    .doesNotContain(key);
            assertThat(visitor.ask(entry, sandbox.headers()))
                    .startsWith("200 ")
                    .matches(answer -> answer.contains(key) == followed, "answered by the fork: " + followed);
        }
        for (String entry : golden.kept()) {
            assertThat(visitor.ask(entry, Map.of())).startsWith("200 ").doesNotContain(key);
            assertThat(visitor.ask(entry, sandbox.headers())).startsWith("200 ").doesNotContain(key);
        }
    }

    private static void assertThatJobsRun(LiveSandbox sandbox) {
        sandbox.forks().stream()
                .map(fork -> fork.workload().toString())
                .filter(workload -> workload.startsWith("cronjob/"))
                .forEach(workload ->
                        assertThat(sandbox.run(workload).succeeded()).isTrue());
    }

    private static void assertThatItIsRefused(GoldenCase golden, GoldenBaseline baseline) throws IOException {
        try (SandboxEngine engine = SandboxEngine.connect(baseline.settings(directory))) {
            assertThatThrownBy(() -> engine.open(golden.spec()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(golden.refusal().orElseThrow());
            assertThat(baseline.ours()).isEmpty();
        }
    }
}

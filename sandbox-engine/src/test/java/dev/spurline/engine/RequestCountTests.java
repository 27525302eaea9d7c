// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.Plan;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.internal.engine.ClusterEngine;
import dev.spurline.internal.survey.CustomKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sandbox with one fork costs the API server, once its engine is warm. */
class RequestCountTests {

    private static final Logger LOG = LoggerFactory.getLogger(RequestCountTests.class);
    private static final Duration LATENCY = Duration.ofMillis(30);
    private static final int RUNS = 5;
    private static final int SEQUENCE = 8;
    private static final int ALL = 25;
    private static final Map<String, String> VIRTUAL_SERVICES = Map.of("spurline.routing", "virtual-service");

    @Test
    void openingTakesFewRequestsAndFewerInSequence() {
        refuseMany(new TwoHops());
    }

    /** A real Istio serves eleven kinds more than its routes need, and none of them is listed for each sandbox. */
    @Test
    void openingTakesNoMoreWhereAllOfIstiosKindsAreServed() {
        refuseMany(RequestCountTests::istio);
    }

    /** Its root and its delegate are two objects where an HTTPRoute is one. */
    @Test
    void openingTakesNoMoreWithVirtualServices() {
        refuseMany(RequestCountTests::istio, VIRTUAL_SERVICES, engine -> Optional.empty(), SEQUENCE);
    }

    /** The root is there and has the slot of another, whose record is asked for before the root is changed. */
    @Test
    void joiningTheRootOfAnotherTakesNoMore() {
        refuseMany(
                RequestCountTests::istio,
                VIRTUAL_SERVICES,
                engine -> Optional.of(engine.open(HopsCluster.backForked())),
                SEQUENCE + 1);
    }

    /** A namespace of which nothing else is read may have many pods. */
    @Test
    void thePodsOfACallerElsewhereAreNotListedForEachSandbox() {
        RequestTimes times = new RequestTimes(Duration.ZERO);
        ClusterSettings settings = settings(RequestCountTests::beside, Map.of("spurline.callers", "web/front"));
        try (SandboxEngine engine = ClusterEngine.connect(settings, Optional.of(times))) {
            engine.open(HopsCluster.backForked()).close();
            assertThat(listsOfCallers(times)).isOne();
            times.forget();

            assertThat(engine.plan(HopsCluster.backForked()).prose()).doesNotContain("spurline.callers");
            engine.open(HopsCluster.backForked()).close();

            assertThat(listsOfCallers(times)).isZero();
        }
    }

    private static long listsOfCallers(RequestTimes times) {
        return times.requests().stream()
                .filter(request -> request.what().equals("GET /api/v1/namespaces/web/pods"))
                .count();
    }

    private static void beside(ClusterSpec cluster) {
        new TwoHops().describe(cluster);
        cluster.manifests(
                TwoHops.namespace("web"),
                TwoHops.workload("web", "front"),
                TwoHops.workload("web", "back"),
                LeastPower.roles("hops", "web"));
    }

    private static void istio(ClusterSpec cluster) {
        new TwoHops().describe(cluster);
        cluster.manifests(Arrays.stream(CustomKind.values())
                .filter(kind -> kind.group().endsWith(".istio.io"))
                .map(CustomDefinitions::of)
                .toArray(String[]::new));
    }

    private static void refuseMany(Blueprint blueprint) {
        refuseMany(blueprint, Map.of(), engine -> Optional.empty(), SEQUENCE);
    }

    private static void refuseMany(
            Blueprint blueprint,
            Map<String, String> properties,
            Function<SandboxEngine, Optional<LiveSandbox>> openOther,
            int sequence) {
        RequestTimes times = new RequestTimes(LATENCY);
        ClusterSettings settings = settings(blueprint, properties);
        List<RequestTimes.Exchange> shortest = new ArrayList<>();
        try (SandboxEngine engine = ClusterEngine.connect(settings, Optional.of(times))) {
            engine.open(HopsCluster.backForked()).close();
            Optional<LiveSandbox> other = openOther.apply(engine);
            for (int run = 0; run < RUNS; run++) {
                times.forget();
                try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                    LOG.info(
                            "Opening {}: {} requests, {} in sequence:{}",
                            sandbox.key(),
                            times.requests().size(),
                            times.chain().size(),
                            lines(times.chain()));

                    assertThat(times.requests()).hasSizeBetween(SEQUENCE, ALL);
                    // Chance can only lengthen a chain, never shorten it below what must wait for another.
                    if (shortest.isEmpty() || times.chain().size() < shortest.size()) {
                        shortest = times.chain();
                    }
                }
            }
            other.ifPresent(LiveSandbox::close);
        }
        assertThat(shortest).hasSizeBetween(1, sequence);
    }

    private static ClusterSettings settings(Blueprint blueprint, Map<String, String> properties) {
        return ClusterSettings.from(name ->
                        Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")))
                .withBlueprint(blueprint);
    }

    @Test
    void aPlanTouchesNothing() {
        RequestTimes times = new RequestTimes(Duration.ZERO);
        ClusterSettings settings =
                ClusterSettings.from(name -> Optional.empty()).withBlueprint(new TwoHops());
        try (SandboxEngine engine = ClusterEngine.connect(settings, Optional.of(times))) {
            Plan plan = engine.plan(HopsCluster.backForked());

            assertThat(plan.yaml()).contains("kind: ConfigMap", "kind: Service", "kind: Deployment", "kind: HTTPRoute");
            assertThat(plan.prose()).contains("env WORD of container back replaced");
        }
        assertThat(times.requests())
                .extracting(RequestTimes.Exchange::what)
                .anyMatch(request -> request.endsWith("/namespaces/hops/services"))
                .allMatch(request -> request.startsWith("GET ")
                        || request.startsWith("POST /apis/authorization.k8s.io/v1/selfsubject"));
    }

    private static String lines(List<RequestTimes.Exchange> chain) {
        return chain.stream().map(exchange -> "\n  " + exchange).collect(Collectors.joining());
    }
}

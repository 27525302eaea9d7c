// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One cluster behind a proxy for a class of tests; after each of them nothing is left, and nobody else has noticed. */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdversityTestCase {

    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final Duration PAUSE = Duration.ofMillis(50);
    static final TestLane LANE = new TestLane(0, LaneRoutes.NONE);
    static final TestLane DOOMED = new TestLane(1, LaneRoutes.NONE);
    static final SandboxShape ONE = new SandboxShape(1, 1, LaneRoutes.NONE);
    static final SandboxShape TWO = new SandboxShape(2, 1, LaneRoutes.NONE);

    TestBed bed;
    ApiProxy proxy;
    Path kubeconfig;
    LaneLeftovers leftovers;
    BaselineLoad load;

    @BeforeAll
    void start(@TempDir Path directory) {
        bed = TestBed.start(directory, List.of(LANE, DOOMED));
        proxy = ApiProxy.before(bed.config());
        kubeconfig = bed.kubeconfig("adversity", proxy.kubeconfig(TestBed.CONTEXT));
        leftovers = new LaneLeftovers(bed, LANE);
        load = BaselineLoad.on(List.of(bed.entry(LANE.home())), PAUSE);
    }

    @AfterAll
    void stop() {
        load.close();
        proxy.close();
        bed.close();
    }

    @AfterEach
    void nothingIsLeftAndNobodyElseNoticed() {
        proxy.calm();
        await().untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
        assertThat(load.differences()).isEmpty();
    }

    /** Changes what is created, of one kind or of all. */
    void mutate(String path, Consumer<ObjectNode> change) {
        proxy.rule(request ->
                created(request, path) ? Disturbance.mutate(text -> changed(text, change)) : Disturbance.NONE);
    }

    static String changed(String text, Consumer<ObjectNode> change) {
        JsonNode object = JsonTrees.parse(text);
        change.accept((ObjectNode) object);
        return object.toString();
    }

    static boolean created(ProxiedRequest request, String path) {
        return !request.created().isEmpty() && request.path().endsWith(path);
    }

    void awaitForked(LiveSandbox sandbox, SandboxShape shape) {
        String wanted = shape.front(LANE, LANE.home());
        await().until(() -> BedCallers.get(bed.entry(LANE.home()), sandbox.headers()), wanted::equals);
    }

    SandboxEngine connect(TestLane lane) {
        return SandboxEngine.connect(TestBed.settings(TestBed.properties(lane, LEASE, kubeconfig)));
    }

    LiveSandbox open(SandboxEngine engine, TestLane lane, SandboxShape shape) {
        return engine.open(shape.spec(lane, RoutingKey.random(), TIMEOUT));
    }
}

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
import dev.spurline.reliability.bed.Bed;
import dev.spurline.reliability.bed.Callers;
import dev.spurline.reliability.bed.Lane;
import dev.spurline.reliability.bed.Leftovers;
import dev.spurline.reliability.bed.Shape;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.ApiRequest;
import dev.spurline.reliability.proxy.Disturbance;
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
    static final Lane LANE = new Lane(0, false);
    static final Lane DOOMED = new Lane(1, false);
    static final Shape ONE = new Shape(1, 1, false);
    static final Shape TWO = new Shape(2, 1, false);

    Bed bed;
    ApiProxy proxy;
    Path kubeconfig;
    Leftovers leftovers;
    BaselineLoad load;

    @BeforeAll
    void start(@TempDir Path directory) {
        bed = Bed.start(directory, List.of(LANE, DOOMED));
        proxy = ApiProxy.before(bed.config());
        kubeconfig = bed.kubeconfig("adversity", proxy.kubeconfig(Bed.CONTEXT));
        leftovers = new Leftovers(bed, LANE);
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
        await().atMost(LEASE.plusSeconds(10))
                .untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
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

    static boolean created(ApiRequest request, String path) {
        return !request.created().isEmpty() && request.path().endsWith(path);
    }

    void awaitForked(LiveSandbox sandbox, Shape shape) {
        String wanted = String.valueOf(shape.answers(LANE).get(LANE.home()));
        await().until(() -> Callers.get(bed.entry(LANE.home()), sandbox.headers()), wanted::equals);
    }

    SandboxEngine connect(Lane lane) {
        return SandboxEngine.connect(Bed.settings(Bed.properties(lane, LEASE, kubeconfig)));
    }

    LiveSandbox open(SandboxEngine engine, Lane lane, Shape shape) {
        return engine.open(shape.spec(lane, RoutingKey.random(), TIMEOUT));
    }
}

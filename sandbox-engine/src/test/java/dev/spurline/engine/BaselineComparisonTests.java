// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Comparison.Difference;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent with the key and without it, through the mesh and into a fork's own port. */
class BaselineComparisonTests {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final AtomicInteger UNSTEADY = new AtomicInteger();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;
    private static LiveSandbox sandbox;

    @BeforeAll
    static void open() throws Exception {
        cluster = HopsCluster.start(directory, BaselineComparisonTests::describe);
        engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1)));
        sandbox = engine.open(SandboxSpec.builder()
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .fork(ForkSpec.of("api").env("WORD", "forked").secretEnv("TOKEN", "swordfish-41"))
                .build());
    }

    @AfterAll
    static void close() {
        NEVER.countDown();
        engine.close();
        cluster.close();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static void describe(ClusterSpec spec) {
        new TwoHops().describe(spec);
        spec.manifests(TwoHops.workload("hops", "api"));
        spec.images()
                .inProcess(
                        "test/api:*",
                        container -> PodHttpServer.start(container, exchange -> answer(container, exchange)));
    }

    private static void answer(PodContainer container, HttpExchange exchange) throws IOException {
        String word = String.valueOf(container.env().get("WORD"));
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/ready")) {
            SEEN.add("%s %s %s %s".formatted(exchange.getRequestMethod(), path, word, baggage(exchange)));
        }
        exchange.getResponseHeaders().add("content-type", "application/json");
        if (path.equals("/silent")) {
            waitForTheEnd();
        }
        PodHttpServer.reply(exchange, status(path, word), """
                {"word": "%s", "number": %d, "self": "http://%s/word", "token": "%s"}
                """.formatted(
                        word,
                        NUMBER.incrementAndGet(),
                        exchange.getRequestHeaders().getFirst("host"),
                        container.env().getOrDefault("TOKEN", "none")));
    }

    private static int status(String path, String word) {
        if (path.equals("/unsteady")) {
            return UNSTEADY.getAndIncrement() % 3 == 0 ? 200 : 503;
        }
        return path.equals("/status") && word.equals("forked") ? 404 : 200;
    }

    private static void waitForTheEnd() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String baggage(HttpExchange exchange) {
        String baggage = exchange.getRequestHeaders().getFirst("baggage");
        return baggage == null
                ? "-"
                : baggage.replace("spurline=" + sandbox.key().value(), "KEY");
    }

    @Test
    void aRequestThroughTheMeshIsComparedAtItsEntry() {
        long before = sandbox.evidence().forks().get(0).routed().orElseThrow();

        Comparison comparison = sandbox.compare("front", "/");

        assertThat(comparison.differences())
                .containsExactly(new Difference(
                        "line 1", "\"front baseline, back baseline\"", "\"front baseline, back forked\""));
        assertThat(comparison.baseline().body()).isEqualTo(HopsCluster.BASELINE);
        assertThat(comparison.fork().body()).isEqualTo(HopsCluster.FORKED);
        assertThat(sandbox.evidence().forks().get(0).routed()).hasValue(before + 1);
    }

    @Test
    void aRequestIntoAForkGoesToItsBaselineWithoutTheKey() {
        long before = sandbox.evidence().forks().get(1).direct();

        Comparison comparison =
                sandbox.compare(ComparedRequest.get("api", "/word").ignoring("$.token"));

        assertThat(SEEN).containsExactly("GET /word baseline -", "GET /word forked KEY", "GET /word baseline -");
        assertThat(comparison.differences()).containsExactly(new Difference("$.word", "\"baseline\"", "\"forked\""));
        assertThat(comparison.varying()).containsExactly("$.number");
        assertThat(comparison.fork().body()).contains("\"self\": \"http://api/word\"");
        assertThat(sandbox.evidence().forks().get(1).direct()).isEqualTo(before + 1);
    }

    @Test
    void aComparisonTellsBothSidesWhatVariesAndHowLongItTook() {
        Comparison comparison = sandbox.compare("api", "/status");

        assertThat(comparison.toString().replaceAll("\\d+ ms", "N ms").lines())
                .containsExactly(
                        "Request [GET api/status] is answered with the key otherwise than without it, places [3]",
                        "  place    baseline    with the key",
                        "  status   200         404",
                        "  $.word   \"baseline\"  \"forked\"",
                        "  $.token  \"none\"      \"***\"",
                        "Values that vary by themselves were not compared: [$.number]",
                        "Latency: baseline [N ms] and [N ms], with the key [N ms]");
        assertThat(comparison.differencesAt("$.word")).hasSize(1);
        assertThat(comparison.differencesOutside(List.of("$", "status"))).isEmpty();
    }

    @Test
    void whatIsTheSameIsSaidToBe() {
        Comparison comparison =
                sandbox.compare(ComparedRequest.get("front", "/ready").header("baggage", "user=alice"));

        assertThat(comparison.matches()).isTrue();
        assertThat(comparison.toString().replaceAll("\\d+ ms", "N ms").lines())
                .containsExactly(
                        "Request [GET front/ready] is answered with the key as without it",
                        "Latency: baseline [N ms] and [N ms], with the key [N ms]");
    }

    @Test
    void whatMayChangeSomethingIsSentOnlyOnPermission() {
        ComparedRequest request = ComparedRequest.of("api", "POST", "/orders").body("application/json", "{}");

        assertThatThrownBy(() -> sandbox.compare(request))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Request [POST api/orders] was not sent: to compare, it is sent three times, twice of them to the baseline, and [POST] may change something each time. If that does no harm, say repeatable(); else compare a request that only reads");
        assertThat(SEEN).isEmpty();

        assertThat(sandbox.compare(request.repeatable()).differencesAt("$.word"))
                .hasSize(1);
        assertThat(SEEN)
                .containsExactly("POST /orders baseline -", "POST /orders forked KEY", "POST /orders baseline -");
    }

    @Test
    void membersOfTheRequestsOwnBaggageStay() {
        sandbox.compare(ComparedRequest.get("api", "/word").header("Baggage", "user=alice"));

        assertThat(SEEN)
                .containsExactly(
                        "GET /word baseline user=alice",
                        "GET /word forked KEY,user=alice",
                        "GET /word baseline user=alice");
    }

    @Test
    void aRequestThatHasAKeyAlreadyIsRefused() {
        assertThatThrownBy(() -> sandbox.compare(
                        ComparedRequest.get("api", "/word").header("baggage", "user=alice, spurline=k7f3q5tbma")))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Request [GET api/word] was not sent: its header [baggage] has in [spurline] a key already, so that it cannot be sent without one. Leave the key out: it is added to the request that is sent with it");
        assertThatThrownBy(() ->
                        sandbox.compare(ComparedRequest.get("api", "/word").header("X-Spurline-Key", "k7f3q5tbma")))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Request [GET api/word] was not sent: its header [x-spurline-key] has a key already, so that it cannot be sent without one. Leave the key out: it is added to the request that is sent with it");
        assertThat(SEEN).isEmpty();
    }

    /** Otherwise a fork that always fails would pass. */
    @Test
    void aBaselineWhoseStatusVariesIsNotComparedWith() {
        ComparedRequest request = ComparedRequest.get("api", "/unsteady");

        assertThatThrownBy(() -> sandbox.compare(request))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Request [GET api/unsteady] could not be compared: the baseline answered [200] and then [503]. Compare it when the baseline is steady, or ignore [status]");

        assertThat(sandbox.compare(request.ignoring("status", "$")).differences())
                .isEmpty();
    }

    @Test
    void whatIsNotAnsweredInTimeIsSaidToBe() {
        assertThatThrownBy(() ->
                        sandbox.compare(ComparedRequest.get("api", "/silent").timeout(Duration.ofMillis(200))))
                .isInstanceOf(SandboxException.class)
                .hasMessageMatching(
                        "Request \\[GET api/silent] without the key could not be compared: it went to \\[http://\\S+/silent], and no answer came within \\[200 ms]");
    }

    @Test
    void anUnknownServiceIsRefused() {
        assertThatThrownBy(() -> sandbox.compare("fronnt", "/"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("There is no Service [fronnt] in namespace [hops]: did you mean [front]?");
    }

    @Test
    void aClosedSandboxComparesNothing() {
        LiveSandbox closed = engine.open(HopsCluster.backForked());
        closed.close();

        assertThatThrownBy(() -> closed.compare("front", "/"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Sandbox [%s] is closed", closed.key());
    }
}

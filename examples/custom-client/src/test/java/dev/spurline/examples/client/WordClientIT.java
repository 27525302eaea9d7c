// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.ReachesFork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that Spurline has never heard of are injected, carry the key, reach the fork and prove it. */
@Sandbox(fork = @Fork(value = "word", env = "WORD=fork"), blueprint = TownCluster.class)
@SuppressWarnings("NullAway.Init")
class WordClientIT {

    private static final String MEMBERS = "spurline=KEY,spurline-test=[a-z2-7]+\\.\\d+";

    @Routed("post")
    static WordClient shared;

    @Routed("post")
    static Supplier<WordRequest> supplier;

    private static final List<String> SEEN_ELSEWHERE = new CopyOnWriteArrayList<>();
    private static HttpServer elsewhere;

    @BeforeAll
    static void startServerElsewhere() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            SEEN_ELSEWHERE.add("%s baggage=%s key=%s"
                    .formatted(
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("baggage"),
                            exchange.getRequestHeaders().getFirst("x-spurline-key")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterAll
    static void stopServerElsewhere() {
        elsewhere.stop(0);
    }

    @Test
    @ReachesFork("word")
    void carriesTheKeyThroughAnotherServiceToTheFork(@Routed("post") WordClient post, RoutingKey key)
            throws IOException {
        assertThat(post.get("/")).matches("fork " + members(key));
    }

    @Test
    void countsAsEvidence(@Routed("word") WordClient word, LiveSandbox sandbox) throws IOException {
        long before = direct(sandbox);

        word.get("/");
        word.get("/");

        // Other tests of this class use other ways.
        assertThat(direct(sandbox) - before).isEqualTo(2);
    }

    private static long direct(LiveSandbox sandbox) {
        return sandbox.evidence().forks().stream()
                .mapToLong(ForkEvidence::direct)
                .sum();
    }

    @Test
    void keepsWhatTheCallerHas(@Routed("word") WordClient word, RoutingKey key) throws IOException {
        assertThat(word.get("/", Map.of("Baggage", "user=alice"))).matches("fork " + members(key) + ",user=alice");
    }

    @Test
    void reachesTheBaselineWithoutAKey(@Baseline("word") WordClient word, @Baseline("word") WordRequest request)
            throws Exception {
        assertThat(word.get("/")).isEqualTo("baseline ");
        assertThat(request.get("/")).isEqualTo("baseline ");
    }

    @Test
    void keepsTheKeyOffOtherHosts(@Routed("post") WordClient post, @Routed("post") WordRequest request)
            throws Exception {
        String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort();

        post.get(address + "/asked");
        post.get("/redirect?" + address + "/redirected");
        request.get("/redirect?" + address + "/requested");

        assertThat(SEEN_ELSEWHERE)
                .containsExactly(
                        "/asked baggage=null key=null",
                        "/redirected baggage=null key=null",
                        "/requested baggage=null key=null");
    }

    @Test
    void keepsTheKeyOnARedirectIntoTheSandbox(@Routed("post") WordClient post, @Routed("word") URI word, RoutingKey key)
            throws IOException {
        assertThat(post.get("/redirect?" + word.resolve("/"))).matches("fork " + members(key));
    }

    @Test
    void buildsOnAClientThatIsKnown(@Routed("post") WordRequest request, RoutingKey key) throws Exception {
        assertThat(request.with("baggage", "user=bob").get("/")).matches("fork " + members(key) + ",user=bob");
    }

    @Test
    void isSharedWhereTheAdapterAllowsItAndSuppliedElsewhere(RoutingKey key) throws Exception {
        assertThat(shared.get("/")).matches("fork " + members(key));
        assertThat(supplier.get().with("baggage", "a=1").get("/")).matches("fork " + members(key) + ",a=1");
        assertThat(supplier.get().get("/")).matches("fork " + members(key));
    }

    private static String members(RoutingKey key) {
        return MEMBERS.replace("KEY", key.value());
    }
}

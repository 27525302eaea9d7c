// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a view behaves when its API server does not. */
@Timeout(120)
class WatchedObjectsTests {

    private static final String LIST = "null";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final EngineThreads workers = new EngineThreads("watched");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Boolean> turns = new CopyOnWriteArrayList<>();
    private UnreliableServer server;
    private KubernetesClient client;
    private WatchedObjects<Service> watched;

    @BeforeEach
    void start() throws IOException {
        server = new UnreliableServer();
        client = server.client();
        watched = watched(LONG);
    }

    @AfterEach
    void end() {
        watched.close();
        client.close();
        workers.close();
        server.close();
    }

    private WatchedObjects<Service> watched(Duration length) {
        return new WatchedObjects<>(client, workers, length, WatchTarget.of(Service.class, "shop", ""));
    }

    private void open(Duration length) {
        watched = watched(length);
        watched.follow(new WatchListener<>() {
            @Override
            public void changed(Service service) {
                heard.add("+" + service.getMetadata().getName());
            }

            @Override
            public void gone(Service service) {
                heard.add("-" + service.getMetadata().getName());
            }

            @Override
            public void turned(ViewFreshness freshness) {
                turns.add(freshness.current());
            }
        });
        watched.start();
    }

    private void openAndWait(Duration length) throws Exception {
        open(length);
        watched.opened().get(1, TimeUnit.MINUTES);
        await().until(() -> server.open() == 1);
    }

    @Test
    void beginsWithAListAndGoesOnWithEvents() throws Exception {
        server.put("cart");

        openAndWait(LONG);
        server.send("ADDED", server.put("pricing"));
        await().until(() -> heard.contains("+pricing"));
        server.send("DELETED", server.put("cart"));

        await().until(() -> heard.equals(List.of("+cart", "+pricing", "-cart")));
        assertThat(watched.all())
                .extracting(service -> service.getMetadata().getName())
                .containsExactly("pricing");
        assertThat(watched.freshness().current()).isTrue();
        assertThat(server.requests.get(1)).contains("resourceVersion=11").contains("timeoutSeconds=300");
    }

    @Test
    void whoWaitsForTheBeginningIsToldWhyItIsLate() {
        server.answerLists(500);
        open(LONG);
        await().until(() -> watched.freshness().reason().contains("not now"));

        assertThatThrownBy(() -> watched.awaitOpened(Deadline.in(Duration.ofMillis(10))))
                .isInstanceOf(SandboxException.class)
                .hasMessageMatching("Watching \\[/api/v1/namespaces/shop/services] has not begun within \\[10 ms]: "
                        + "GET http://127.0.0.1:\\d+/api/v1/namespaces/shop/services answered \\[500]: not now");

        server.answerLists(200);
        watched.awaitOpened(Deadline.in(Duration.ofMinutes(1)));
        assertThat(watched.freshness().current()).isTrue();
    }

    @Test
    void aListThatIsNoneIsAskedForAgain() {
        server.answerListsWith("null");
        open(LONG);
        await().until(() -> server.count(LIST) > 1);

        server.answerLists(200);

        watched.awaitOpened(Deadline.in(Duration.ofMinutes(1)));
    }

    @Test
    void anEndInOrderIsNoLoss() throws Exception {
        openAndWait(LONG);
        long opened = watched.freshness().proven();
        server.send("BOOKMARK", server.put("cart").replace("\"11\"", "\"77\""));
        await().until(() -> watched.freshness().proven() != opened);

        server.end();

        await().until(() -> server.open() == 1);
        assertThat(server.count(LIST)).isEqualTo(1);
        assertThat(server.requests.get(server.requests.size() - 1)).contains("resourceVersion=77");
        assertThat(turns).containsExactly(true);
    }

    @Test
    void anExpiredVersionIsListedAnewAndTellsWhatWentMeanwhile() throws Exception {
        server.put("cart");
        server.put("pricing");
        openAndWait(LONG);

        server.remove("cart");
        server.put("inventory");
        server.send("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old resource version: 11 (12)\"}");

        await().until(() -> turns.equals(List.of(true, false, true)));
        assertThat(heard).containsExactly("+cart", "+pricing", "+inventory", "-cart");
        assertThat(server.count(LIST)).isEqualTo(2);
    }

    @Test
    void aServerThatRefusesIsAskedAgainWithGrowingPauses() throws Exception {
        openAndWait(LONG);
        server.answerLists(503);
        server.answerWatches(503);

        server.end();
        await().until(() -> server.count(LIST) >= 4);

        assertThat(watched.freshness().current()).isFalse();
        assertThat(watched.freshness().reason()).contains("503");
        assertThat(turns).containsExactly(true, false);

        server.put("late");
        server.answerLists(200);
        server.answerWatches(200);

        await().until(() -> turns.equals(List.of(true, false, true)));
        await().until(() -> heard.contains("+late"));
    }

    @Test
    void aServerThatFallsSilentIsLeft() throws Exception {
        openAndWait(Duration.ofSeconds(1));
        long proven = watched.freshness().proven();

        await().atMost(Duration.ofSeconds(20)).until(() -> turns.equals(List.of(true, false, true)));

        assertThat(server.count(LIST)).isEqualTo(2);
        assertThat(watched.freshness().proven() - proven)
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aWatchThatIsNeverPermittedIsSaidToBe() {
        server.answerLists(403);

        open(LONG);

        assertThatThrownBy(() -> EngineThreads.join(watched.opened()))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("Watching [/api/v1/namespaces/shop/services] is refused: GET ")
                .hasMessageContaining(" answered [403]: ")
                .hasMessageEndingWith("ask for the verbs list and watch on it");
    }

    @Test
    void aServerThatIsAwayAtFirstIsWaitedFor() throws Exception {
        server.answerLists(503);

        open(LONG);
        await().until(() -> server.count(LIST) >= 2);
        assertThat(watched.opened()).isNotDone();
        server.answerLists(200);

        watched.opened().get(1, TimeUnit.MINUTES);
    }

    @Test
    void afterItsEndItAsksForNothing() throws Exception {
        openAndWait(LONG);

        watched.close();
        server.end();

        await().during(Duration.ofMillis(400)).until(() -> server.requests.size() == 2);
        assertThat(turns).containsExactly(true);
    }
}

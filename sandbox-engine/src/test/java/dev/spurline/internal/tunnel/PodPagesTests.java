// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of pods, and when a connection is made for them. */
class PodPagesTests {

    private static final PodPort POD = new PodPort("shop", "pricing-1", 15090);
    private static final String PAGE = "/stats/prometheus";

    private final ForwardingServer server = new ForwardingServer("/");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));

    @AfterEach
    void stop() {
        pages.close();
        server.close();
    }

    @Test
    void aWarmConnectionAsksNothingAndIsUsed() throws Exception {
        pages.warm(POD, PAGE);
        CompletableFuture<String> page = pages.get(POD, PAGE);
        ServerWebSocket pod = next(server.opened);
        assertThat(next(server.heard)).startsWith("GET " + PAGE + " ");
        ForwardingServer.answer(pod, "one");
        assertThat(page.get(1, TimeUnit.MINUTES)).isEqualTo("one");

        pages.warm(POD, PAGE);
        CompletableFuture<String> again = pages.get(POD, PAGE);
        assertThat(next(server.heard)).startsWith("GET " + PAGE + " ");
        ForwardingServer.answer(pod, "two");
        assertThat(again.get(1, TimeUnit.MINUTES)).isEqualTo("two");

        assertThat(server.asked).hasSize(1);
        assertThat(server.heard).isEmpty();
    }

    @Test
    void aPortThatRefusedTheFirstConnectionIsTriedAnew() throws Exception {
        pages.warm(POD, PAGE);
        ForwardingServer.fail(next(server.opened), "connection refused");

        CompletableFuture<String> page = pages.get(POD, PAGE);
        ServerWebSocket pod = next(server.opened);
        ForwardingServer.answer(pod, "late");

        assertThat(page.get(1, TimeUnit.MINUTES)).isEqualTo("late");
    }

    /** The client loses messages that come with the answer to the handshake, now and then. */
    @Test
    void anAnswerIsReadThoughTheMessagesBeforeItAreLost() throws Exception {
        server.repeatNoPorts();
        server.answerAll("one");

        assertThat(pages.get(POD, PAGE).get(1, TimeUnit.MINUTES)).isEqualTo("one");
    }

    /** Envoy's /clusters has twenty lines for each endpoint of the mesh. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageOfManyMegabytesIsRead(boolean chunked) throws Exception {
        String line = "outbound|80||tax.shop.svc.cluster.local::10.244.0.9:8080::rq_total::326\r\n\r\n";
        String piece = line.repeat(200);
        int pieces = 2_000;
        CompletableFuture<String> page = pages.get(POD, PAGE);
        ServerWebSocket pod = next(server.opened);
        next(server.heard);

        ForwardingServer.say(
                pod,
                chunked
                        ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(pieces * piece.length()));
        for (int sent = 0; sent < pieces; sent++) {
            ForwardingServer.say(pod, chunked ? Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n" : piece);
        }
        if (chunked) {
            ForwardingServer.say(pod, "0\r\n\r");
            ForwardingServer.say(pod, "\n");
        }

        assertThat(page.get(1, TimeUnit.MINUTES)).hasSize(pieces * piece.length());
    }

    @Test
    void aConnectionThatIsStillBeingMadeIsEndedToo() throws Exception {
        pages.warm(POD, PAGE);
        pages.forget(POD.namespace(), POD.pod());

        await().until(next(server.opened)::isClosed);
    }

    @Test
    void aReaderWhoGoesOnHoldsNoLockThatAnotherWaitsFor() throws Exception {
        CompletableFuture<String> page = pages.get(POD, PAGE);
        CompletableFuture<Boolean> other = page.thenApply(body -> elsewhere(() -> pages.warm(POD, PAGE)));
        ForwardingServer.answer(next(server.opened), "one");

        assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aReaderWhoIsRefusedHoldsNoLockThatAnotherWaitsFor() throws Exception {
        CompletableFuture<String> page = pages.get(POD, PAGE);
        CompletableFuture<Boolean> other =
                page.handle((body, failure) -> elsewhere(() -> pages.forget(POD.namespace(), POD.pod())));
        next(server.heard);
        ForwardingServer.fail(next(server.opened), "connection refused");

        assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whoEndsAReadingHoldsNoLockThatAnotherWaitsFor() throws Exception {
        pages.warm(POD, PAGE);
        CompletableFuture<String> page = pages.get(POD, PAGE);
        CompletableFuture<Boolean> other = page.handle((body, failure) -> elsewhere(() -> pages.warm(POD, PAGE)));
        next(server.heard);
        pages.close();

        assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void aReadingUnderWayWhenItsPodIsForgottenConnectsNoMore() throws Exception {
        pages.warm(POD, PAGE);
        CompletableFuture<String> page = pages.get(POD, PAGE);
        next(server.heard);
        pages.forget(POD.namespace(), POD.pod());

        assertThat(page)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .havingRootCause()
                .withMessage("Nobody reads [%s] any more", POD);
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void aReadingThatStillWaitsForItsConnectionMakesNoOther() throws Exception {
        pages.warm(POD, PAGE);
        CompletableFuture<String> page = pages.get(POD, PAGE);
        CompletableFuture<String> second = pages.get(POD, PAGE);
        pages.forget(POD.namespace(), POD.pod());

        assertThat(page).failsWithin(Duration.ofMinutes(1));
        assertThat(second).failsWithin(Duration.ofMinutes(1));
        await().until(next(server.opened)::isClosed);
        assertThat(server.asked).hasSize(1);
    }

    /** Returns whether another thread can do something while this one waits for it. */
    private static boolean elsewhere(Runnable task) {
        return CompletableFuture.runAsync(task)
                .thenApply(done -> true)
                .completeOnTimeout(false, 5, TimeUnit.SECONDS)
                .join();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(1, TimeUnit.MINUTES), "nothing came");
    }
}
